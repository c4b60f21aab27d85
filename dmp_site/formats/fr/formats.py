"""How dates and numbers are written and read in Canadian French (OQLF).

Django's own `fr` is France's (25/10/2006, 14:30). These formats cannot express the
`1er` of a month: pages and exports write dates through questionnaire/lib/dates.py.
"""

DATE_FORMAT = "j F Y"  # 22 novembre 2026
TIME_FORMAT = "G\xa0\\h\xa0i"  # 14 h 32
DATETIME_FORMAT = "j F Y \\à G\xa0\\h\xa0i"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "Y-m-d"
SHORT_DATETIME_FORMAT = "Y-m-d G\xa0\\h\xa0i"
FIRST_DAY_OF_WEEK = 0

# Ambiguous forms, such as 03/04/2026, are left out.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d"]
DATETIME_INPUT_FORMATS = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
TIME_INPUT_FORMATS = ["%H:%M:%S", "%H:%M", "%H h %M", "%H\xa0h\xa0%M"]

DECIMAL_SEPARATOR = ","
THOUSAND_SEPARATOR = "\xa0"
NUMBER_GROUPING = 3
