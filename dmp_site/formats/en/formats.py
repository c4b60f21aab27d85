"""How dates and numbers are written and read in Canadian English.

Django's own `en` is the United States' (10/25/2006).
"""

DATE_FORMAT = "F j, Y"  # November 22, 2026
TIME_FORMAT = "g:i a"  # 2:32 p.m.
DATETIME_FORMAT = "F j, Y \\a\\t g:i a"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "F j"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d g:i a"
FIRST_DAY_OF_WEEK = 0

# Ambiguous forms, such as 03/04/2026, are left out.
DATE_INPUT_FORMATS = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%Y%m%d",
    "%B %d, %Y",  # November 22, 2026
    "%b %d, %Y",  # Nov 22, 2026
    "%d %B %Y",  # 22 November 2026
]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
TIME_INPUT_FORMATS = ["%H:%M:%S", "%H:%M", "%I:%M %p"]

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
