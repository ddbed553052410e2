"""What is said of a table that cannot be read; whoever takes it adds how large it may be ("large", "rows")."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

UNREADABLE: dict[str, str | Promise] = {
    "empty": gettext_lazy("There is nothing in the file but perhaps headings."),
    "old": gettext_lazy(
        "This is an old or protected Excel file. Open it, remove any password, and save it as .xlsx or CSV."
    ),
    "zip": gettext_lazy("This is a zip file and no spreadsheet. Unpack it, and choose the spreadsheet in it."),
    "bomb": gettext_lazy("The file grows far too large when it is opened, so it is not opened."),
    "html": gettext_lazy(
        "This is a web page that calls itself a spreadsheet. Open it in Excel, and save it as .xlsx or CSV."
    ),
    "nul": gettext_lazy("This is no text file. Save it as .xlsx or CSV from the program it comes from."),
    "kind": gettext_lazy("This is a PDF file. Save the table as .xlsx or CSV instead."),
    "broken": gettext_lazy("The file is damaged or not what it says. Save it once more as .xlsx or CSV."),
    "headings": gettext_lazy("The first row must hold the headings of the columns, at least two."),
}
