"""What the clipboard holds after copying from Word, Google Docs and a web page.

Written by hand after the shape of the real thing, in French.
"""


def _word_item(text, *, level, marker, list_number):
    return (
        "<p class=MsoListParagraphCxSpMiddle style='margin-left:36.0pt;text-indent:"
        f"-18.0pt;mso-list:l{list_number} level{level} lfo{list_number + 1}'>"
        "<![if !supportLists]><span lang=FR-CA style='font-family:Symbol'>"
        f"<span style='mso-list:Ignore'>{marker}<span style='font:7.0pt "
        '"Times New Roman"\'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>'
        f"<span lang=FR-CA>{text}<o:p></o:p></span></p>\n"
    )


WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w="urn:schemas-microsoft-com:office:word"><head>'
    '<meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal '
    "{margin:0cm;} @list l0:level1 {mso-level-number-format:bullet;} --></style></head>"
    "<body lang=FR-CA style='tab-interval:35.4pt'><!--StartFragment-->"
    "<h2><span lang=FR-CA>Cueillette des récits<o:p></o:p></span></h2>\n"
    "<p class=MsoNormal><span lang=FR-CA>Nous rencontrerons <b>30&nbsp;aînées et aînés"
    "</b>\nen <i style='mso-bidi-font-style:normal'>innu-aimun</i> et en "
    "<span style='font-weight:bold'>français</span>&nbsp;; voir "
    '<a href="https://exemple.ca/protocole?v=2&amp;l=fr">le protocole</a>'
    '<a style=\'mso-footnote-id:ftn1\' href="#_ftn1" name="_ftnref1">'
    "<span class=MsoFootnoteReference>[1]</span></a>.<o:p></o:p></span></p>\n"
    "<p class=MsoNormal><o:p>&nbsp;</o:p></p>\n"
    + _word_item("Entretiens", level=1, marker="·", list_number=0)
    + _word_item("bandes sonores", level=2, marker="o", list_number=0)
    + _word_item("format WAV", level=3, marker="§", list_number=0)
    + _word_item("transcriptions", level=2, marker="o", list_number=0)
    + _word_item("Photographies", level=1, marker="·", list_number=0)
    + "<p class=MsoNormal>Ensuite&nbsp;:<o:p></o:p></p>\n"
    + _word_item("Nettoyer", level=1, marker="3.", list_number=1)
    + _word_item("Déposer", level=1, marker="4.", list_number=1)
    + "<table class=MsoTableGrid style='border:none'><tr><td><p class=MsoNormal><b>"
    "Fichier</b></p></td><td><p class=MsoNormal><b>Taille</b></p></td></tr><tr><td>"
    "<p class=MsoNormal>récits</p></td><td><p class=MsoNormal>2&nbsp;Go</p></td></tr>"
    "</table><p class=MsoNormal><![if !vml]><img width=9 height=9 "
    'src="file:///C:/x.png"><![endif]>Fin.<o:p></o:p></p>'
    "<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>"
    "<p class=MsoFootnoteText>[1] Note de bas de page.</p></div></div>"
    "<!--EndFragment--></body></html>"
)

GOOGLE_DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" '
    'id="docs-internal-guid-1b2c"><p dir="ltr" style="line-height:1.38;">'
    '<span style="font-weight:400;font-style:normal;">Des données </span>'
    '<span style="font-weight:700;">sensibles</span>'
    '<span style="font-weight:400;font-style:italic;"> et rares</span></p><br>'
    '<ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;">'
    '<p dir="ltr"><span style="font-weight:400;">Cartes</span></p></li>'
    '<ul><li dir="ltr"><p dir="ltr"><span>SIG</span></p></li></ul>'
    '<li dir="ltr"><p dir="ltr"><a href="https://exemple.ca/x" '
    'style="text-decoration:none;"><span>Textes</span></a></p></li></ul></b>'
)

WEB_PAGE = (
    '<h1 style="color:red">Gérer ses données</h1><script>alert(1)</script>'
    '<nav><ul><li><a href="/accueil" onclick="x()">Accueil</a></li></ul></nav>'
    '<div><p style="text-align:center">Un <strong>texte</strong>, H<sub>2</sub>O, '
    '<a href="javascript:alert(1)">un piège</a> et '
    '<a href="https://exemple.ca" target="_blank" class="btn">un site</a>.</p>'
    '<img src="x.png" onerror="alert(1)"><blockquote><p>Une citation</p></blockquote>'
    "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>"
    "<form><input name=a><button>Envoyer</button></form>"
    "première<br>seconde<br><p>Fin</p></div>"
)

WORD_TEXT = (
    "Nous recueillons :\r\n•\tEntretiens\r\n•\tPhotographies\r\n\r\n"
    "Étapes :\r\n1.\tNettoyer\r\n2.\tDéposer\r\n\r\nUne ligne\r\nsuivie d’une autre"
)
