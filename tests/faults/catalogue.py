"""Every fault of the suite, with its sizes in full and in the shortened form."""

from tests.faults import faults_of_imports as imports
from tests.faults import faults_of_mail as mail
from tests.faults import faults_of_saving as saving
from tests.faults import faults_of_time as times
from tests.faults import faults_of_workers as workers
from tests.faults.stage import Fault

FAULTS = (
    Fault(
        "everything_killed",
        "kill -9 of every process at once while noes are saved",
        saving.everything_killed,
        full={"desks": 8, "noes_each": 18, "kills": 12, "noes_before": 8},
        short={"desks": 3, "kills": 2},
    ),
    Fault(
        "redis_down",
        "Redis down, then back, while noes are saved",
        saving.redis_down,
        full={"desks": 10, "noes_each": 20},
        short={"desks": 2, "noes_each": 12},
        needs_redis=True,
    ),
    Fault(
        "redis_stopped",
        "Redis stopped by SIGSTOP: it takes connections and says nothing",
        saving.redis_stopped,
        full={"people": 20},
        short={"people": 3},
        needs_redis=True,
    ),
    Fault(
        "mixed_writes",
        "many processes write at once",
        saving.mixed_writes,
        full={"processes": 8, "writes": 500},
        short={"writes": 12},
    ),
    Fault(
        "import_killed",
        "an import killed half-way, and submitted twice",
        imports.import_killed,
        full={"rows": 10_000, "kills": 2},
        short={"rows": 1000, "kills": 1},
    ),
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
    Fault(
        "mail_refused",
        "the mail server refuses for six hours",
        mail.mail_refused,
        full={"people": 200, "step_minutes": 10},
        short={"people": 10, "step_minutes": 90},
    ),
    Fault(
        "greylisting",
        "every first mail is put off with 451",
        mail.greylisting,
        full={"people": 500},
        short={"people": 12},
    ),
    Fault(
        "bad_address",
        "one address is unknown to the server",
        mail.bad_address,
        full={"people": 545},
        short={"people": 12},
    ),
    Fault(
        "no_answer",
        "the mail server takes a mail and hangs up without an answer",
        mail.no_answer,
        full={"people": 100},
        short={"people": 8},
    ),
    Fault(
        "two_beats",
        "two beats for an hour",
        times.two_beats,
        full={"people": 300, "step_minutes": 1},
        short={"people": 30, "step_minutes": 12},
    ),
    Fault(
        "clocks_go_forward",
        "the night in which an hour is missing",
        times.clocks_go_forward,
        full={"people": 60, "step_minutes": 5},
        short={"people": 10, "step_minutes": 60},
    ),
    Fault(
        "clocks_go_back",
        "the night in which an hour comes twice",
        times.clocks_go_back,
        full={"people": 60, "step_minutes": 5},
        short={"people": 10, "step_minutes": 60},
    ),
    Fault(
        "outage",
        "three days without a worker, then thirty days with everything off",
        times.outage,
        full={"people": 500},
        short={"people": 12},
    ),
)
BY_NAME = {fault.name: fault for fault in FAULTS}
