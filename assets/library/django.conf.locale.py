"""The languages that Django knows, as its documentation of internationalisation lists them, by version: code, name in
English, name in the language itself. https://docs.djangoproject.com/en/stable/topics/i18n/"""

from gonogo import django_version, unknown

LANGUAGES = """
af|Afrikaans|Afrikaans
ar|Arabic|العربيّة
ar-dz|Algerian Arabic|العربية الجزائرية
ast|Asturian|asturianu
az|Azerbaijani|Azərbaycanca
be|Belarusian|беларуская
bg|Bulgarian|български
bn|Bengali|বাংলা
br|Breton|brezhoneg
bs|Bosnian|bosanski
ca|Catalan|català
ckb|Central Kurdish (Sorani)|کوردی
cs|Czech|česky
cy|Welsh|Cymraeg
da|Danish|dansk
de|German|Deutsch
dsb|Lower Sorbian|dolnoserbski
el|Greek|Ελληνικά
en|English|English
en-au|Australian English|Australian English
en-gb|British English|British English
eo|Esperanto|Esperanto
es|Spanish|español
es-ar|Argentinian Spanish|español de Argentina
es-co|Colombian Spanish|español de Colombia
es-mx|Mexican Spanish|español de Mexico
es-ni|Nicaraguan Spanish|español de Nicaragua
es-ve|Venezuelan Spanish|español de Venezuela
et|Estonian|eesti
eu|Basque|Basque
fa|Persian|فارسی
fi|Finnish|suomi
fr|French|français
fy|Frisian|frysk
ga|Irish|Gaeilge
gd|Scottish Gaelic|Gàidhlig
gl|Galician|galego
he|Hebrew|עברית
hi|Hindi|हिंदी
hr|Croatian|Hrvatski
hsb|Upper Sorbian|hornjoserbsce
ht|Haitian Creole|Kreyòl Ayisyen
hu|Hungarian|Magyar
hy|Armenian|հայերեն
ia|Interlingua|Interlingua
io|Ido|ido
id|Indonesian|Bahasa Indonesia
ig|Igbo|Asụsụ Ìgbò
is|Icelandic|Íslenska
it|Italian|italiano
ja|Japanese|日本語
ka|Georgian|ქართული
kab|Kabyle|taqbaylit
kk|Kazakh|Қазақ
km|Khmer|Khmer
kn|Kannada|Kannada
ko|Korean|한국어
ky|Kyrgyz|Кыргызча
lb|Luxembourgish|Lëtzebuergesch
lt|Lithuanian|Lietuviškai
lv|Latvian|latviešu
mk|Macedonian|Македонски
ml|Malayalam|മലയാളം
mn|Mongolian|Mongolian
mr|Marathi|मराठी
ms|Malay|Bahasa Melayu
my|Burmese|မြန်မာဘာသာ
nb|Norwegian Bokmal|norsk (bokmål)
ne|Nepali|नेपाली
nl|Dutch|Nederlands
nn|Norwegian Nynorsk|norsk (nynorsk)
no|Norwegian|norsk
os|Ossetic|Ирон
pa|Punjabi|Punjabi
pl|Polish|polski
pt|Portuguese|Português
pt-br|Brazilian Portuguese|Português Brasileiro
ro|Romanian|Română
ru|Russian|Русский
sk|Slovak|slovensky
sl|Slovenian|Slovenščina
sq|Albanian|shqip
sr|Serbian|српски
sr-latn|Serbian Latin|srpski (latinica)
sv|Swedish|svenska
sw|Swahili|Kiswahili
ta|Tamil|தமிழ்
te|Telugu|తెలుగు
tg|Tajik|тоҷикӣ
th|Thai|ภาษาไทย
tk|Turkmen|Türkmençe
tr|Turkish|Türkçe
tt|Tatar|Татарча
udm|Udmurt|Удмурт
ug|Uyghur|ئۇيغۇرچە
uk|Ukrainian|Українська
ur|Urdu|اردو
uz|Uzbek|oʻzbek tili
vi|Vietnamese|Tiếng Việt
zh-hans|Simplified Chinese|简体中文
zh-hant|Traditional Chinese|繁體中文
"""
FROM_RIGHT = ("ar", "ar-dz", "az", "ckb", "fa", "he", "ug", "ur")
FALLBACKS = {
    "zh-cn": "zh-hans",
    "zh-hk": "zh-hant",
    "zh-mo": "zh-hant",
    "zh-my": "zh-hans",
    "zh-sg": "zh-hans",
    "zh-tw": "zh-hant",
}
# The version that brought a language in; the version that changed a name, and the name before.
SINCE = {
    "ar-dz": (3, 1),
    "ckb": (4, 2),
    "ht": (6, 0),
    "ig": (3, 1),
    "ky": (3, 1),
    "ms": (4, 0),
    "tg": (3, 1),
    "tk": (3, 1),
    "ug": (5, 0),
    "uz": (3, 0),
}
FORMER = {
    "hi": ((3, 0), "Hindi"),
    "ml": ((3, 2), "Malayalam"),
    "sk": ((5, 1), "Slovensky"),
}
OLDEST = (2, 2)
NEWEST = (6, 0)


def languages(version):
    found = {}
    for line in LANGUAGES.split("\n"):
        code, _, names = line.partition("|")
        name, _, own = names.partition("|")
        if not code or version < SINCE.get(code, OLDEST):
            continue
        changed, former = FORMER.get(code, (OLDEST, own))
        own = former if version < changed else own
        found[code] = {"bidi": code in FROM_RIGHT, "code": code, "name": name, "name_local": own}
    for code, other in FALLBACKS.items():
        found[code] = {"fallback": [other]}
    return found


version = django_version()
if version is not None and OLDEST <= version <= NEWEST:
    LANG_INFO = languages(version)
else:
    # What all versions say; whether there is more is not known.
    same = {code: info for code, info in languages(OLDEST).items() if code not in FORMER}
    LANG_INFO = {**same, **unknown("the languages of Django, whose version is not known")}
