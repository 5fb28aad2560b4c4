"""Files on their way in: uploaded, matched, unreadable, with nothing in them."""

from playwright.sync_api import FilePayload, Page, expect

from tests.browser.house import LONG, House

ASKING = (
    "Contact Name,Account,Email,Close Date,Loss Reason,Amount,Notes,Owner ID,Status\n"
    'Henrik Dahl,Dahl Verktøy AS,henrik@dahl.example,03/04/2025,Price,"18.500,00",in Q3,0058c,Lost\n'
    'Ana Sousa,Sousa & Filhos,ana@sousa.example,11/04/2025,Timing,"9.200,50",,0058c,Lost\n'
    'Tom Baker,Baker Ltd,tom@baker.example,05/05/2025,Incumbent,"1.000,00",,0058c,Lost\n'
    'Eva Klein,Klein AG,eva@klein.example,05/06/2025,,"4.000,00",,0058c,Won\n'
)
LONG_WORD = "Produktionsplanungsverantwortlichkeit" * 3
PROPERTIES = ",".join(f"Property {n}" for n in range(12))
VALUES = ",".join([LONG_WORD] * 12)
AT_LENGTH = (
    f"{LONG_WORD},Contact,Stage,Reason,Amount,{PROPERTIES}\n"
    f'{LONG_WORD},"{LONG}",Dead end {LONG_WORD},{LONG_WORD},"1.234 $",{VALUES}\n'
)
INCHES = 'Deal,Contact,Stage,Closed on\nPumps 12" wide,Ott,Lost,2025-01-02\n'
NONE = "Deal,Contact,Stage,Closed on\nPumps,Ott,Won,2025-01-02\nPipes,Ott,Open,2025-01-02\n"
PEOPLE = "Record ID,First Name,Last Name,Email\n1,Ana,Sousa,ana@sousa.example\n"


def payload(name: str, text: str) -> FilePayload:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def upload(page: Page, *files: FilePayload) -> None:
    page.goto("/import/")
    page.get_by_label("Your files").set_input_files(list(files))
    page.get_by_role("button", name="Upload").click()


def begun(page: Page, house: House) -> None:
    match(page, house)
    page.goto("/import/")
    expect(page.get_by_role("heading", name="Begun")).to_be_visible()


def without_a_file(page: Page, house: House) -> None:
    upload(page, payload("list.pdf", "%PDF-1.7"))
    expect(page.get_by_role("alert")).to_contain_text("This is a PDF.")


def match(page: Page, house: House) -> None:
    upload(page, payload("lost-deals-2025.csv", ASKING))
    expect(page.get_by_role("heading", name="Match your columns")).to_be_visible()


def match_at_length(page: Page, house: House) -> None:
    upload(page, payload(f"{LONG_WORD}.csv", AT_LENGTH), payload("contacts.csv", PEOPLE))
    expect(page.get_by_role("heading", name="Match your columns")).to_be_visible()
    page.locator("details.fold").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")


def answers_missing(page: Page, house: House) -> None:
    match(page, house)
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_role("alert")).to_contain_text("still missing")


def unreadable(page: Page, house: House) -> None:
    upload(page, payload("inches.csv", INCHES))
    expect(page.get_by_text("a quotation mark stands in the midst of the text")).to_be_visible()


def nothing_declined(page: Page, house: House) -> None:
    upload(page, payload("none.csv", NONE))
    expect(page.get_by_text("There is nothing to bring in")).to_be_visible()
