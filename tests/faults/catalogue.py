"""Every fault of the suite, with its sizes in full and in the shortened form."""

from tests.faults import faults_of_workers as workers
from tests.faults.stage import Fault

FAULTS = (
    Fault(
        "worker_killed",
        "a worker killed at random moments while digests go out",
        workers.worker_killed,
        full={"people": 500, "kills": 100},
        short={"people": 20, "kills": 4},
    ),
    Fault(
        "prospect_mail",
        "the same while mail to prospects goes out",
        workers.prospect_mail,
        full={"mails": 500, "kills": 100},
        short={"mails": 20, "kills": 4},
    ),
)
BY_NAME = {fault.name: fault for fault in FAULTS}
