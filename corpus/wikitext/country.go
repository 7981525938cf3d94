package wikitext

import "strings"

// country writes the country of {{flag|France}} or {{flag|FRA}}, which links to it.
func country(c *call) {
	target := c.source(1)
	if name := countryCodes[strings.ToLower(target)]; name != "" && isCode(target) {
		target = name
	}
	name := c.value("name")
	if name == "" {
		name = pipeTrick(target)
	}
	c.linked(name, target)
}

// coded writes the country of {{FRA}}. In small letters the same names are other templates.
func coded(c *call) {
	if !isCode(c.written) {
		c.p.drop()
		return
	}
	target := countryCodes[c.name]
	c.linked(pipeTrick(target), target)
}

func isCode(s string) bool { return len(s) == 3 && s == strings.ToUpper(s) }

// countryCodes are three letters that stand for a country as the Olympic committee, FIFA or ISO 3166 have them, in lower case; those that are also words or mean different countries are left out.
var countryCodes = func() map[string]string {
	t := map[string]string{}
	for line := range strings.Lines(`afg Afghanistan
alb Albania
alg Algeria
and Andorra
ang Angola
arg Argentina
aus Australia
aut Austria
aze Azerbaijan
bel Belgium
bih Bosnia and Herzegovina
blr Belarus
bol Bolivia
bra Brazil
bul Bulgaria
can Canada
chi Chile
chn China
cmr Cameroon
col Colombia
crc Costa Rica
cro Croatia
cub Cuba
cyp Cyprus
cze Czech Republic
den Denmark
deu Germany
dnk Denmark
ecu Ecuador
egy Egypt
eng England
esp Spain
est Estonia
eth Ethiopia
fin Finland
fra France
gbr United Kingdom
geo Georgia (country)
ger Germany
gha Ghana
gre Greece
grc Greece
hkg Hong Kong
hrv Croatia
hun Hungary
idn Indonesia
ina Indonesia
ind India
irl Ireland
irn Iran
irq Iraq
isl Iceland
isr Israel
ita Italy
jam Jamaica
jor Jordan
jpn Japan
kaz Kazakhstan
ken Kenya
kor South Korea
ksa Saudi Arabia
kuw Kuwait
ltu Lithuania
lux Luxembourg
lva Latvia
mar Morocco
mas Malaysia
mex Mexico
mkd North Macedonia
mlt Malta
mne Montenegro
mng Mongolia
ned Netherlands
ngr Nigeria
nga Nigeria
nld Netherlands
nor Norway
nzl New Zealand
pak Pakistan
par Paraguay
per Peru
phi Philippines
pol Poland
por Portugal
prk North Korea
prt Portugal
qat Qatar
rom Romania
rou Romania
rsa South Africa
rus Russia
sco Scotland
sen Senegal
sgp Singapore
srb Serbia
sui Switzerland
svk Slovakia
svn Slovenia
swe Sweden
syr Syria
tha Thailand
tpe Chinese Taipei
tun Tunisia
tur Turkey
twn Taiwan
uae United Arab Emirates
uga Uganda
ukr Ukraine
uru Uruguay
ury Uruguay
urs Soviet Union
usa United States
uzb Uzbekistan
ven Venezuela
vie Vietnam
wal Wales
yug Yugoslavia
zaf South Africa
zam Zambia
zim Zimbabwe`) {
		code, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		t[code] = name
	}
	return t
}()
