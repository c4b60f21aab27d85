"""Parts of a request that no browser of ours sends: queries, headers and cookies."""

LONG = "9" * 100_000

# What stands after a name of a query, as it is sent.
IN_QUERIES = {
    "NUL": "=a%00b",
    "a surrogate in UTF-8": "=a%ED%A0%80b",
    "broken UTF-8": "=a%FF%C3b",
    "a noncharacter": "=%EF%BF%BE",
    "100 KB": f"={LONG}",
    "a percent sign alone": "=%&%=%zz",
    "no value": "",
    "an empty value": "=",
    "nested names": "[a][b]=1",
    "a negative number": "=-1",
    "a number beyond any column": f"={2**63}",
    "no number": "=NaN",
    "digits of another script": "=%D9%A3%C2%B2",
    "a dictionary": "=%7B%22a%22%3A%5B1%5D%7D",
    "deep JSON": "=" + "%5B" * 5_000,
    "a turn of direction": "=%E2%80%AEa",
    "a uuid that is none": "=00000000-0000-0000-0000-00000000000g",
    "a day that is none": "=2025-02-30",
    "an address elsewhere": "=//evil.example/%0d%0aSet-Cookie:a=b",
    "an address that is none": "=http://%5B",
}

# Any header may hold any of these. A server hands bytes on as Latin-1.
IN_HEADERS = {
    "nothing": "",
    "broken UTF-8": "a\xff\xc3b",
    "a surrogate in UTF-8": "\xed\xa0\x80",
    "NUL": "a\0b",
    "100 KB": LONG,
    "commas": ",;=," * 2_000,
    "quotation marks": '"' * 999,
    "a negative number": "-1",
    "no number": "NaN",
    "a percent sign": "%00%ED%A0%80%",
    "an address that is none": "http://[",
    "brackets": "[" * 5_000,
    "two lines": "a\r\nSet-Cookie: a=b",
}
HEADERS = (
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "HX-Current-URL",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Unmodified-Since",
    "Origin",
    "Range",
    "Referer",
    "User-Agent",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Port",
    "X-Forwarded-Proto",
    "X-Requested-With",
)
# What only a parser of its own header takes to heart.
OF_A_HEADER = {
    "Accept-Language": "fr;q=1e999,en;q=,*;q=0.5," + "a-" * 500,
    "If-Modified-Since": "Fri, 31 Feb 0000 99:99:99 GMT",
    "If-None-Match": 'W/"' + "a" * 1_000 + '", "',
    "Range": "bytes=-1,9-1," + "0-0," * 500,
    "X-Forwarded-For": "256.1.1.1, , [::1, unknown, _hidden",
}

HOSTS = ["", "evil.example", "localhost:99999", "[::1", "a" * 300, "a\xff", "\0", ".."]

TYPES = [
    "",
    "text/plain; charset=none-such",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=none-such",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=\xe9\xff",
    "multipart/form-data; boundary=" + "a" * 5_000,
    "application/json; charset=utf-7",
    "\xff\xfe/\0",
]
LENGTHS = ["", "-1", "NaN", "9" * 30, "1e3", "0", "3"]
BODIES = [b"", b"a\0b=\xff&" * 50, b"--a\r\n" * 50, b"{" * 500, b"\xff\xfe" * 50]
