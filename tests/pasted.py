"""What people paste, by kind: (HTML of the clipboard, what is stored).

After the shape of what Word, Word on the web, Google Docs, LibreOffice, spreadsheets
and pages really write.
"""


def _online_item(text, *, level, place, tag):
    return (
        f'<div class="ListContainerWrapper SCXW7"><{tag} role="list" start="{place}">'
        f'<li role="listitem" data-aria-posinset="{place}" data-aria-level="{level}">'
        f'<p class="Paragraph"><span class="TextRun">{text}</span>'
        f'<span class="EOP">&nbsp;</span></p></li></{tag}></div>'
    )


def _online(tag, *items):
    return "".join(
        _online_item(text, level=level, place=place, tag=tag)
        for text, level, place in items
    )


def _google(inner):
    return (
        '<meta charset="utf-8"><b style="font-weight:normal;" '
        f'id="docs-internal-guid-2"><p dir="ltr">{inner}</p></b>'
    )


def _item(text, *rest):
    return f"<li><p>{text}</p>{''.join(rest)}</li>"


PASTED = {
    "struck words": [
        (
            "<p class=MsoNormal>Stays <span class=msoDel><del cite='R'>in the lab"
            "</del></span><span class=msoIns><ins>in the biobank</ins></span>.</p>",
            "<p>Stays in the biobank.</p>",
        ),
        (
            "<p><del>Two years.</del> Ten years. <s>On tape.</s></p>",
            "<p>Ten years.</p>",
        ),
        (
            _google(
                '<span style="text-decoration:line-through;">Nobody. </span>'
                '<span style="text-decoration:none;">CC BY 4.0.</span>'
            ),
            "<p>CC BY 4.0.</p>",
        ),
        (
            "<p>one<del> two </del>three, favo<del>u</del>rite</p>",
            "<p>one three, favorite</p>",
        ),
        ("<ul><li>a</li><li><s>b</s></li></ul>", f"<ul>{_item('a')}</ul>"),
    ],
    "comments and hidden text": [
        (
            "<p>Before <a style='mso-comment-reference:AB_1'>noted</a>"
            "<span class=MsoCommentReference><a class=msocomanchor "
            'href="#_msocom_1">[AB1]</a></span> after.</p>'
            "<div style='mso-element:comment-list'><div style='mso-element:comment'>"
            "<p class=MsoCommentText>Is it so?</p></div></div>",
            "<p>Before noted after.</p>",
        ),
        (
            "<p>a<span style='display:none;mso-hide:all'>secret</span> b</p>",
            "<p>a b</p>",
        ),
        (
            '<p>said<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>.</p>'
            '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a>Really?</p></div>',
            "<p>said.</p>",
        ),
        (
            '<p>said<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>.</p>'
            '<ul><li><a href="#cmnt_ref1" id="cmnt1">[a]</a>Really?</li></ul>',
            "<p>said.</p>",
        ),
        (
            '<p>said<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup>.</p>'
            '<a href="#cmnt_ref1" id="cmnt1">[a]</a>',
            "<p>said.</p>",
        ),
    ],
    "lists": [
        (
            _online("ol", ("a", 1, 1), ("b", 1, 2), ("c", 2, 1), ("d", 1, 3)),
            "<ol>"
            + _item("a")
            + _item("b", "<ol>", _item("c"), "</ol>")
            + _item("d")
            + "</ol>",
        ),
        (
            _online("ul", ("a", 1, 1), ("b", 2, 1), ("c", 3, 1), ("d", 1, 2)),
            "<ul>"
            + _item("a", "<ul>", _item("b", "<ul>", _item("c"), "</ul>"), "</ul>")
            + _item("d")
            + "</ul>",
        ),
        (
            f"{_online('ol', ('a', 1, 1))}<div><p>Between.</p></div>"
            f"{_online('ol', ('b', 1, 2))}",
            f'<ol>{_item("a")}</ol><p>Between.</p><ol start="2">{_item("b")}</ol>',
        ),
        (
            "<ol><li>one<table><tr><td>a</td><td>b</td></tr></table></li><li>two</li></ol>",
            f"<ol>{_item('one')}</ol><table><tr><td>a</td><td>b</td></tr></table>"
            f'<ol start="2">{_item("two")}</ol>',
        ),
    ],
    "tables": [
        (
            "<table><tr><td><p>Data</p></td><td><p>Format</p></td><td><p>Until</p></td>"
            "</tr><tr><td><p>Plates</p></td><td><p>&nbsp;</p></td><td><p>2034</p></td>"
            "</tr><tr><td><p>Books</p></td><td><p>PDF/A</p></td><td></td></tr></table>",
            "<table><tr><th>Data</th><th>Format</th><th>Until</th></tr><tr><td>Plates"
            "</td><td></td><td>2034</td></tr><tr><td>Books</td><td>PDF/A</td><td></td>"
            "</tr></table>",
        ),
        (
            "<table><tr><td><p>Formats</p></td><td><p>FASTQ</p><p>BAM</p></td><td>ten"
            "<br>years</td><td><ul><li>server</li><li>tape</li></ul></td></tr></table>",
            "<table><tr><td>Formats</td><td>FASTQ<br>BAM</td><td>ten<br>years</td>"
            "<td>• server<br>• tape</td></tr></table>",
        ),
        (
            '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table>'
            "<!--StartFragment--><tr><td>File</td><td>Size</td></tr><tr><td>p.fastq</td>"
            "<td align=right></td></tr><tr><td></td><td>12</td></tr>"
            "<!--EndFragment--></table></body></html>",
            "<table><tr><th>File</th><th>Size</th></tr><tr><td>p.fastq</td><td></td>"
            "</tr><tr><td></td><td>12</td></tr></table>",
        ),
        (
            "<table><tr><th colspan=2>Sizes</th><th>Who</th></tr><tr><td rowspan=2>a"
            '</td><td>1</td><td>me</td></tr><tr><td>2</td><td><a href="https://b.ca">'
            "you</a></td></tr></table>",
            "<table><tr><th>Sizes</th><th></th><th>Who</th></tr><tr><td>a</td><td>1"
            "</td><td>me</td></tr><tr><td></td><td>2</td><td>"
            '<a href="https://b.ca">you</a></td></tr></table>',
        ),
        (
            "<table><tr><td>only 10<sup>3</sup></td></tr></table>",
            "<p>only 10<sup>3</sup></p>",
        ),
        (
            "<table role=presentation><tr><td><h2>T</h2></td><td><table><tr><td>a</td>"
            "<td>b</td></tr><tr><td>c</td><td>d</td></tr></table></td></tr></table>",
            "<h3>T</h3><table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr>"
            "</table>",
        ),
        (
            "<table><caption>Sizes</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td>"
            "<td><table><tr><td>x</td><td>y</td></tr></table></td></tr></table>",
            "<p>Sizes</p><table><tr><th>a</th><th>b</th></tr><tr><td>1</td>"
            "<td>x | y</td></tr></table>",
        ),
    ],
    "raised and lowered letters": [
        (
            "<p>10<sup>6</sup>, 10<sup>−4</sup>, NO<sub>3</sub><sup>−</sup></p>",
            "<p>10<sup>6</sup>, 10<sup>−4</sup>, NO<sub>3</sub><sup>−</sup></p>",
        ),
        (
            '<p>10<span style="vertical-align:super;font-size:smaller">6</span>; '
            'NO<span style="vertical-align:sub">3</span></p>',
            "<p>10<sup>6</sup>; NO<sub>3</sub></p>",
        ),
        (
            "<p>10<span style='position:relative;top:-3.0pt;mso-text-raise:3.0pt'>6"
            "</span></p>",
            "<p>10<sup>6</sup></p>",
        ),
        (
            "<table><tr><td style='vertical-align:super'>a<td>m<sup>2</sup></table>",
            "<table><tr><td>a</td><td>m<sup>2</sup></td></tr></table>",
        ),
    ],
    "notes": [
        (
            "<p>A code<a style='mso-footnote-id:ftn1' href=\"#_ftn1\"><span "
            "class=MsoFootnoteReference>[1]</span></a>.</p>"
            "<div style='mso-element:footnote-list'><hr>"
            "<div style='mso-element:footnote'><p class=MsoFootnoteText>"
            '<a href="#_ftnref1">[1]</a>The key stays.</p></div></div>',
            "<p>A code[1].</p><p>[1] The key stays.</p>",
        ),
        (
            '<p>Text<a class="sdfootnoteanc" href="#sdfootnote1sym">'
            "<sup>1</sup></a>.</p>"
            '<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" '
            'href="#sdfootnote1anc">1</a>The note.</p></div>',
            "<p>Text[1].</p><p>[1] The note.</p>",
        ),
        (
            '<p>Text<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><hr>'
            '<div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> The note.</p></div>',
            "<p>Text<sup>[1]</sup></p><p>[1] The note.</p>",
        ),
    ],
    "headings": [
        (
            "<h1>A</h1><p>x</p><h2><b>B</b></h2><h4>C</h4><ul><li><h3>D</h3></li></ul>",
            "<h3>A</h3><p>x</p><h4>B</h4><h4>C</h4>"
            "<ul><li><p><strong>D</strong></p></li></ul>",
        ),
        (
            '<div class="OutlineElement"><p class="Paragraph" role="heading" '
            'aria-level="2">Head<span class="EOP">&nbsp;</span></p></div><p>t</p>',
            "<h3>Head</h3><p>t</p>",
        ),
    ],
    "lines as typed": [
        (
            "<p>a</p><pre><code>x/\n  y/\n    z</code></pre><p>b</p>",
            "<p>a</p><pre>x/\n  y/\n    z</pre><p>b</p>",
        ),
        (
            '<div style="color:#ccc;font-family:Consolas;white-space: pre;"><div>root/'
            "</div><div>  a</div></div>",
            "<pre>root/\n  a</pre>",
        ),
        (
            "<p class=MsoNormal>Project</p><p class=MsoNormal>p/</p>"
            "<p class=MsoNormal>├── raw/</p>"
            "<p class=MsoNormal>│&nbsp;&nbsp; └── a.csv</p>"
            "<p class=MsoNormal>After.</p>",
            "<p>Project</p><pre>p/\n├── raw/\n│   └── a.csv</pre><p>After.</p>",
        ),
    ],
}

# The same of plain text.
PASTED_TEXT = [
    (
        "reef/\n├── raw/\n│   ├── b-1.csv\n│   └── b-2.csv\n└── docs/\n",
        "<pre>reef/\n├── raw/\n│   ├── b-1.csv\n│   └── b-2.csv\n└── docs/</pre>",
    ),
    ("reef\n  raw\n    b.csv\n  docs\n", "<pre>reef\n  raw\n    b.csv\n  docs</pre>"),
    ("root\n|-- a\n|   `-- b\n+-- c", "<pre>root\n|-- a\n|   `-- b\n+-- c</pre>"),
    (
        "Our folders\nroot/\n├── a\n└── b\nThe end.",
        "<p>Our folders</p><pre>root/\n├── a\n└── b</pre><p>The end.</p>",
    ),
    (
        "File\tSize\r\na.csv\t12\r\n\t13",
        "<table><tr><th>File</th><th>Size</th></tr><tr><td>a.csv</td><td>12</td></tr>"
        "<tr><td></td><td>13</td></tr></table>",
    ),
    (
        "A sentence that goes on.\n  And another, indented.",
        "<p>A sentence that goes on.<br>  And another, indented.</p>",
    ),
]
