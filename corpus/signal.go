package corpus

import (
	"regexp"
	"strings"

	"infoseek"
	"infoseek/corpus/source"
	"infoseek/text"
)

// fieldClasses are infobox fields, lower case with blanks, that only things of one class have.
var fieldClasses = fields(map[infoseek.Classes]string{
	infoseek.Person: "born,died,birth date,birth place,birth name,death date,death place,date of birth,place of birth,date of death,place of death,occupation,occupations,spouse,spouses,spouse(s),children,alma mater,years active," +
		"resting place,known for,notable works,notable work,partner,partner(s),parents,parent(s),mother,father,buried,burial,burial place,predecessor,successor,reign,coronation,consort,issue," +
		"political party,profession,doctoral advisor,doctoral students,house,full name,height,nationality,vice president,term of office,birthplace,birthdate,deathdate",
	infoseek.Place: "population,population total,population density,elevation,area,area total,total area,area total km2,coordinates,time zone,timezone,postal code,calling code,area code,area code(s),capital,largest city," +
		"official language,official languages,official language(s),government,gdp,gdp (ppp),gdp nominal,currency,internet tld,cctld,mayor,subdivision name,subdivision type,basin,length,mouth,source," +
		"discharge,prominence,density,os grid reference,constituent country,shire county,ethnic groups,ceremonial county,max depth,average depth,surface area,islands,inflow,outflow,primary inflows,primary outflows,latd,location country,postcode district",
	infoseek.Organism: "kingdom,phylum,class,order,family,genus,species,regnum,phylum,classis,ordo,familia,binomial,binomial name,scientific classification,conservation status,subfamily,suborder,superorder,subspecies," +
		"divisio,division,domain,subclass,tribe,trinomial name,virus classification",
	infoseek.Work: "directed by,produced by,written by,starring,running time,release date,release date(s),released,distributed by,author,authors,publisher,publication date,isbn,pages,media type,developer,developers,developer(s),platform," +
		"platforms,platform(s),no. of episodes,original run,original channel,recorded,label,composer,lyrics,music by,cinematography,genre,genres,genre(s),format,oclc,designer,designer(s),modes,mode,no. of seasons,librettist,premiere,medium",
	infoseek.Event:        "date,result,location,combatants,combatant1,combatant2,belligerents,commanders,commander1,casualties,strength,casualties and losses,fatalities,deaths,injuries,magnitude,damage,areas affected,formed,dissipated,lowest pressure,highest winds,opening ceremony,closing ceremony,attack type,participants,venue",
	infoseek.Organisation: "founded,foundation,headquarters,industry,revenue,key people,employees,number of employees,num employees,products,type,company type,traded as,slogan,net income,operating income,founder,founders,website,homepage,company slogan,chairman,motto,membership,members,leader,ideology,ground,league,chancellor,students,undergraduates",
	infoseek.Substance:    "atomic mass,atomic number,atomic weight,melting point,boiling point,molar mass,molecular formula,chemical formula,formula,cas number,cas registry number,iupac name,density,smiles,crystal structure,electron configuration,crystal system,mohs scale hardness,hardness,streak,solubility,solubility in water,appearance,chemical series,half life,routes of administration",
	infoseek.Artefact:     "manufacturer,maiden flight,first flight,introduced,introduction,launched,commissioned,displacement,crew,wingspan,engine,fuel type,production,armament,speed,architect,structural engineer,construction,floor count,main span,opened,builder,wheelbase,transmission,caliber,cartridge,muzzle velocity,cpu,memory,gauge,power output",
	infoseek.Celestial:    "orbital period,semi-major axis,semimajor axis,eccentricity,inclination,aphelion,perihelion,apparent magnitude,absolute magnitude,right ascension,declination,discovered by,discoverer,spectral type,spectral class,escape velocity,albedo,mean radius,distance,constellation,epoch,rotation period,sidereal rotation period,surface gravity,mean temperature,temperature,satellites,redshift,parallax",
	infoseek.Concept:      "spoken in,total speakers,speakers,language family,iso 639-1,iso 639-2,iso 639-3,writing system,regulated by,stylistic origins,cultural origins,typical instruments,iso 4217 code,icd-10,icd-9,mesh,diseasesdb,omim,paradigm,typing discipline",
})

func fields(lists map[infoseek.Classes]string) map[string]infoseek.Classes {
	m := map[string]infoseek.Classes{}
	for class, list := range lists {
		for _, f := range strings.Split(list, ",") {
			m[strings.TrimSpace(f)] |= class
		}
	}
	return m
}

// fieldSignal reads the infobox: the classes with the most fields, at least two, and more than the rest taken together allows for doubt.
func fieldSignal(facts []source.Fact) infoseek.Classes {
	votes := map[infoseek.Classes]int{}
	seen := map[string]bool{}
	for _, f := range facts {
		name := strings.ToLower(strings.TrimSpace(strings.ReplaceAll(f.Field, "_", " ")))
		name = strings.TrimRight(name, "0123456789 ")
		if seen[name] {
			continue
		}
		seen[name] = true
		for c := fieldClasses[name]; c != 0; c &= c - 1 {
			votes[c&-c]++
		}
	}
	return most(votes)
}

// most returns the class with the most votes if it has two at least and no other class as many.
func most(votes map[infoseek.Classes]int) infoseek.Classes {
	var best infoseek.Classes
	top, second := 0, 0
	for c := infoseek.Classes(1); c&infoseek.AllClasses != 0; c <<= 1 {
		switch v := votes[c]; {
		case v > top:
			best, top, second = c, v, top
		case v > second:
			second = v
		}
	}
	if top < 2 || second == top {
		return 0
	}
	return best
}

// residue are the marks that an infobox laid out as text leaves above the definition of plain-text pages.
var residue = []struct {
	class infoseek.Classes
	marks []string
}{
	{infoseek.Organism, []string{"Scientific classification", "Conservation status", "Binomial name", "Kingdom:", "Phylum:", "Class:", "Order:", "Family:", "Genus:", "Species:", "Division:", "Fossil range"}},
	{infoseek.Person, []string{"Born", "Died", "Place of birth", "Place of death", "Spouse", "Occupation", "Political party", "Predecessor", "Successor", "Reign", "Preceded by", "Succeeded by", "Nationality", "Date of birth", "Term of office", "Known for", "Birth name", "Buried", "Consort", "Alma mater", "Institution"}},
	{infoseek.Place, []string{"Population", "Area", "Coordinates", "Time zone", "Capital", "Official language", "GDP", "Elevation", "Internet TLD", "Calling code", "Largest city", "OS grid reference", "Constituent country", "Postcode", "Ethnic groups", "Shire county", "Basin", "Mayor", "Dialling code", "Water area", "Surface area", "Geography"}},
	{infoseek.Substance, []string{"Name, Symbol, Number", "Atomic mass", "Chemical series", "Melting point", "Molar mass", "CAS", "Molecular formula", "IUPAC name", "Boiling point", "Crystal system", "Mohs", "Chemical formula", "Density and phase", "Refractive index"}},
	{infoseek.Work, []string{"Directed by", "Produced by", "Written by", "Starring", "Running time", "Release date", "Publisher", "ISBN", "Distributed by", "Media type", "Developer(s)", "Platform(s)", "No. of episodes", "Original channel", "Original run", "Author", "Label", "Recorded"}},
	{infoseek.Event, []string{"Combatants", "Casualties", "Commanders", "Result", "Fatalities", "Highest winds", "Lowest pressure", "Areas affected", "Damage", "Duration", "Formed", "Dissipated", "Part of the", "Strength"}},
	{infoseek.Celestial, []string{"Orbital characteristics", "Orbital period", "Semi-major axis", "Aphelion", "Perihelion", "Apparent magnitude", "Absolute magnitude", "Right ascension", "Discovered by", "Discovery", "Escape velocity", "Physical characteristics", "Declination", "Spectral type"}},
	{infoseek.Organisation, []string{"Founded", "Headquarters", "Industry", "Revenue", "Key people", "Employees", "Slogan", "Net income", "Ground Capacity", "League", "Undergraduates", "Chancellor", "Membership"}},
	{infoseek.Artefact, []string{"Manufacturer", "Maiden flight", "First flight", "Displacement", "Armament", "Wingspan", "Launched", "Commissioned", "Wheelbase", "Crew:", "Caliber", "Cartridge"}},
}

// residueLimit is how much of the text above the definition is searched for marks.
const residueLimit = 3000

// residueSignal reads what stands above the definition.
func residueSignal(above string) infoseek.Classes {
	if len(above) > residueLimit {
		above = above[:residueLimit]
	}
	votes := map[infoseek.Classes]int{}
	for _, r := range residue {
		for _, m := range r.marks {
			if at := strings.Index(above, m); at >= 0 && wordEdge(above, at) && wordEdge(above, at+len(m)) {
				votes[r.class]++
			}
		}
	}
	return most(votes)
}

// topics are last parts of category names that are no plural nouns but tell what kind of things are in them: broad, since a second signal must agree.
var topics = map[string]infoseek.Classes{
	"geography": infoseek.Place, "antarctica": infoseek.Place, "astronomy": infoseek.Celestial, "space astronomy": infoseek.Celestial, "mineralogy": infoseek.Substance,
	"mathematics": infoseek.Concept, "philosophy": infoseek.Concept, "linguistics": infoseek.Concept, "economics": infoseek.Concept, "cryptography": infoseek.Concept,
	"food and agriculture": infoseek.Substance | infoseek.Organism | infoseek.Concept, "drink": infoseek.Substance, "television": infoseek.Work, "theatre": infoseek.Work,
	"poetry and opera": infoseek.Work, "literature": infoseek.Work, "software": infoseek.Work | infoseek.Artefact | infoseek.Concept, "railway transport": infoseek.Artefact | infoseek.Organisation | infoseek.Place,
	"road transport": infoseek.Artefact | infoseek.Place, "air and sea transport": infoseek.Artefact, "space transport": infoseek.Artefact, "engineering": infoseek.Artefact | infoseek.Place, "architecture": infoseek.Artefact | infoseek.Place,
	"business": infoseek.Organisation | infoseek.Concept, "politics and government": infoseek.Organisation | infoseek.Concept | infoseek.Place, "law": infoseek.Concept, "education": infoseek.Organisation | infoseek.Concept,
	"media": infoseek.Organisation | infoseek.Work, "military history and war": infoseek.Event, "pre 1900 military": infoseek.Event | infoseek.Artefact, "world war ii": infoseek.Event, "recreation": infoseek.Concept,
	"sports": infoseek.Concept, "geology and geophysics": infoseek.Concept | infoseek.Substance | infoseek.Event, "general physics": infoseek.Concept, "general chemistry": infoseek.Concept | infoseek.Substance,
	"materials science": infoseek.Substance, "electricity and electronics": infoseek.Artefact | infoseek.Concept, "climate and the weather": infoseek.Event, "computer programming": infoseek.Concept,
	"computing hardware and infrastructure": infoseek.Artefact, "websites and the internet": infoseek.Work | infoseek.Organisation, "art": infoseek.Work | infoseek.Concept, "currency": infoseek.Concept,
	"archaeology": infoseek.Place | infoseek.Artefact, "music": infoseek.Work | infoseek.Concept, "conflict and peace": infoseek.Event | infoseek.Organisation, "general biology": infoseek.Concept,
	"performers and composers": infoseek.Person | infoseek.Organisation, "military people": infoseek.Person, "political people": infoseek.Person, "computing people": infoseek.Person, "sports and games people": infoseek.Person, "living people": infoseek.Person,
	"historical figures": infoseek.Person, "usa presidents": infoseek.Person, "people": infoseek.Person, "musical genres styles eras and events": infoseek.Concept,
	"musical recordings and compositions": infoseek.Work, "health and medicine": infoseek.Substance, "computer and video games": infoseek.Work | infoseek.Artefact,
	"religious movements traditions and organizations": infoseek.Concept | infoseek.Organisation, "historians chroniclers and history books": infoseek.Person | infoseek.Work, "insects reptiles and fish": infoseek.Organism,
	"geographers and explorers": infoseek.Person, "religious figures and leaders": infoseek.Person, "actors models and celebrities": infoseek.Person, "producers directors and media figures": infoseek.Person,
	"sports events": infoseek.Event, "community organisations": infoseek.Organisation, "cartoons": infoseek.Work, "evolution and reproduction": infoseek.Concept, "general geography": infoseek.Place | infoseek.Concept,
}

var (
	lifeCategory = regexp.MustCompile(`(?i)^\d+s?( bc| ad)? (births|deaths)$|\b(people|alumni|births|deaths|recipients|laureates|emigrants|descendants|winners|knights|expatriates|personnel|monarchs) ?(of|from|by|in|$)`)
	workCategory = regexp.MustCompile(`(?i)^\d+s? (films|novels|books|albums|singles|songs|paintings|plays|operas|video games|television series|works|compositions)$`)
	ownPeriods   = regexp.MustCompile(`(?i)^\d+s?( bc| ad)? `)
	cutCategory  = regexp.MustCompile(`(?i) (of|in|by|from|at|on|for|with|to|and|that|based|established|disestablished|founded|introduced|written|directed|about|described|named|invented|discovered|set|featuring|produced|published|completed|built|opened|located|needing|using|who|during|since|as|related|associated|involving|designed)\b.*$`)
)

// categorySignal reads the categories. Each tells by its head noun, which must be plural ("Rivers of France"), or by its topic; what most of them tell counts.
func categorySignal(categories []string) infoseek.Classes {
	votes := map[infoseek.Classes]int{}
	told := 0
	for _, c := range categories {
		classes := oneCategory(c)
		if classes == 0 {
			continue
		}
		told++
		for cl := classes; cl != 0; cl &= cl - 1 {
			votes[cl&-cl]++
		}
	}
	var out infoseek.Classes
	for c, v := range votes {
		if 2*v > told {
			out |= c
		}
	}
	return out
}

func oneCategory(name string) infoseek.Classes {
	// A path of categories ("subject.People.Historical figures"): the last part is the category.
	if i := strings.LastIndexByte(name, '.'); i > 0 && i+1 < len(name) && !strings.Contains(name, ". ") {
		parent := name[:i]
		name = name[i+1:]
		if strings.HasSuffix(parent, ".People") && !strings.HasPrefix(name, "Performers") {
			return infoseek.Person
		}
	}
	name = strings.ToLower(strings.ReplaceAll(name, "_", " "))
	if c, ok := topics[name]; ok {
		return c
	}
	switch {
	case strings.HasPrefix(name, "wikipedia"), strings.HasPrefix(name, "articles"), strings.HasPrefix(name, "pages "), strings.HasSuffix(name, " stubs"), strings.HasPrefix(name, "use "):
		return 0
	case lifeCategory.MatchString(name):
		return infoseek.Person
	case workCategory.MatchString(name):
		return infoseek.Work
	}
	name = ownPeriods.ReplaceAllString(name, "")
	head := cutCategory.ReplaceAllString(name, "")
	words := strings.Fields(head)
	if len(words) == 0 {
		return 0
	}
	last := words[len(words)-1]
	s := singular(last)
	if len(words) > 1 {
		if c, ok := nouns[words[len(words)-2]+"-"+s]; ok && s != last {
			return c
		}
	}
	if c, ok := nouns[s]; ok && (s != last || last == "aircraft" || last == "spacecraft" || last == "fish" || last == "species") {
		return c
	}
	return topics[last]
}

// bracketClasses are those that a title's brackets tell. Other brackets name the field rather than the kind of thing: "Eye (cyclone)", "Set (mathematics)".
const bracketClasses = infoseek.Person | infoseek.Work | infoseek.Place | infoseek.Organisation

// bracketSignal reads the brackets of a title: "(1950 film)", "(conductor)".
func bracketSignal(title string) infoseek.Classes {
	i := strings.LastIndex(title, " (")
	if i < 0 || !strings.HasSuffix(title, ")") {
		return 0
	}
	_, c, _ := segmentHead(strings.Fields(title[i+2 : len(title)-1]))
	return c & bracketClasses
}

// titleSignal reads the head noun of a title of several words: "Volga River", "Battle of Vaslui".
func titleSignal(title string) infoseek.Classes {
	base, _, of := strings.Cut(baseTitle(title), " of ")
	words := strings.Fields(base)
	if len(words) < 2 && !of || len(words) == 0 {
		return 0
	}
	c := nouns[singular(strings.ToLower(words[len(words)-1]))]
	if c == infoseek.Person {
		return 0 // "The Lion King"
	}
	return c
}

// officeTitle tells titles that name an office or occupation rather than a person: "Archbishop of Canterbury", "Abbot", "Commercial astronaut".
func officeTitle(title string) bool {
	head, _, ok := strings.Cut(title, " of ")
	last := head[strings.LastIndexByte(head, ' ')+1:]
	return (ok || last == head || !startsUpper(last)) && nouns[singular(strings.ToLower(last))] == infoseek.Person
}

var (
	lifeDates = regexp.MustCompile(`\((?:[^()]*\b(?:born|b\.)\s|[^()]*\d{3,4}[^()]*(?:[–—-]|to )[^()]*\d{2,4}[^()]*\)|[^()]*\bdied\s|(?:c\. ?|circa )?\d{3,4} ?[–—-])`)
	bornDates = regexp.MustCompile(`\((?:[^()]*\bborn\s[^()]*\d{4}|[^()]*(?:January|February|March|April|May|June|July|August|September|October|November|December)[^()]*\d{3,4}[^()]*[–—-][^()]*\d{3,4}[^()]*\))`)
	binomial  = regexp.MustCompile(`\([A-Z][a-z]+ [a-z]{3,}(?: [a-z]{3,})?\)`)
	geo       = regexp.MustCompile(`\d+ ?° ?\d* ?[′'’]?.{0,8}[NSEW]\b`)
)

// textSignal reads the subject's brackets and the pronouns that stand for it near the start.
func textSignal(d definition, body string) infoseek.Classes {
	var out infoseek.Classes
	if geo.MatchString(d.subject) {
		out |= infoseek.Place
	}
	if binomial.MatchString(d.subject) && !lifeDates.MatchString(d.subject) {
		out |= infoseek.Organism
	}
	if p := countPronouns(body[d.start:]); p.starts >= 2 && p.personal >= 5 && p.personal > 2*p.neuter || p.personal >= 1 && p.personal > p.neuter && lifeDates.MatchString(d.subject) || p.neuter == 0 && bornDates.MatchString(d.subject) {
		out |= infoseek.Person
	}
	if out&(out-1) != 0 {
		return 0
	}
	return out
}

// deeds are words that in a definition go with one class of things: who directed it, where it lies, when it was fought.
var deeds = []struct {
	class infoseek.Classes
	words *regexp.Regexp
}{
	{infoseek.Work, regexp.MustCompile(`\b(?:directed|(?:co-)?written|produced|composed|recorded|performed|sung|published|released|narrated|illustrated|developed|painted|created) (?:and \w+ )?by\b|\bstarring\b|\b(?:released|published|recorded|premiered) (?:in|on)\b|\bby (?:the )?(?:[A-Z][\w-]+ )+(?:\w+ ){0,2}(?:band|group|singer|author|writer|artist|musician|rapper|composer)\b`)},
	{infoseek.Place, regexp.MustCompile(`\b(?:located|situated|lying|flowing|flows) (?:in|on|at|near|between|along|within|into|through)\b|\b(?:in|of) (?:the )?(?:\w+ )?(?:[A-Z][\w'’-]+ )+(?:County|District|Province|Region|Department|Municipality|Prefecture|Oblast|Parish|Governorate|State|Voivodeship|Territory)\b|\bin [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*, [A-Z]|\bin (?:\w+ )?(?:the )?(?:north|south|east|west|central)\w*\b`)},
	{infoseek.Organisation, regexp.MustCompile(`\b(?:founded|headquartered|based|established|formed|incorporated) (?:\w+ )?(?:in|on|by|at)\b|\bthat (?:operates|operated|manufactures|produces)\b`)},
	{infoseek.Event, regexp.MustCompile(`\b(?:took place|held|fought|contested|occurred|happened|that began|that ended)\b`)},
	{infoseek.Organism, regexp.MustCompile(`\bin the (?:\w+ )?(?:family|genus|order)\b|\b(?:native|endemic) to\b|\bof the (?:family|genus|order)\b`)},
	{infoseek.Person, regexp.MustCompile(`\bwho (?:was|is|has|had|\w+ed|\w+s|won|wrote|led|became|held|sang)\b|\bbest known (?:for|as)\b|\bknown for (?:his|her)\b|\b(?:his|her) (?:role|work|career|death|father|son|wife)\b`)},
}

// toldReach is how far behind the start of a definition is read for what goes with its noun.
const toldReach = 500

// told reads what the definition goes on to say behind its noun, and the sentences behind it in the paragraph.
func (d definition) told(body string) infoseek.Classes {
	behind := body[d.start:min(len(body), d.start+toldReach)]
	behind, _, _ = strings.Cut(behind, "\n")
	_, behind, _ = strings.Cut(behind, d.predicate)
	var out infoseek.Classes
	for _, deed := range deeds {
		if deed.words.MatchString(d.predicate) || deed.words.MatchString(behind) {
			out |= deed.class
		}
	}
	return out
}

// pronounCount counts pronouns near the start of a text.
type pronounCount struct{ starts, personal, neuter int } // "He" and "She"; all forms of he and she; it, its

// pronounReach is how much of the text is read for pronouns.
const pronounReach = 3000

func countPronouns(s string) pronounCount {
	if len(s) > pronounReach {
		s = s[:pronounReach]
	}
	var c pronounCount
	var spans [600]infoseek.Span
	for _, w := range text.Words(spans[:0], s) {
		switch s[w.Start:w.End] {
		case "He", "She":
			c.starts++
			c.personal++
		case "he", "she", "his", "her", "His", "Her", "him":
			c.personal++
		case "it", "It", "its", "Its":
			c.neuter++
		}
	}
	return c
}
