package claims

import (
	"strings"

	"infoseek/text"
)

// The closed classes of English that reading needs. All are lower case.
var (
	copulas = text.WordSet("is was")
	auxes   = text.WordSet("has had")

	// pasts are irregular past forms which may open a verb phrase.
	pasts = text.WordSet(`died perished used tied felt got became wrote made won led took began built left fought met went lay ran gave rose sold held grew fell drew
		found sang taught flew sent kept lost paid rode saw sought shot spent spoke stood swam sank told threw wore came brought bought broke
		chose drove struck overthrew overcame withdrew bore bound beat bid bred forbade forgave froze hung hid knew laid lent meant put read
		set shook slew slid sprang stole strove swore thought underwent undertook wove understood oversaw`)

	// presents are third-person forms which may open a verb phrase.
	// plurals are verbs of a plural subject ("Lions are found in Africa") in the singular.
	plurals = map[string]string{"are": "is", "were": "was", "have": "has", "live": "lives", "occur": "occurs", "feed": "feeds", "inhabit": "inhabits", "breed": "breeds", "eat": "eats", "form": "forms",
		"weigh": "weighs", "measure": "measures", "grow": "grows", "reach": "reaches", "belong": "belongs", "nest": "nests", "hunt": "hunts", "migrate": "migrates"}

	presents = text.WordSet(`lies flows borders contains rises stands forms includes covers produces runs lives grows feeds breeds nests
		occurs inhabits belongs consists comprises features serves houses hosts orbits empties drains crosses connects joins separates
		stretches extends overlooks faces links divides marks remains represents reaches passes occupies holds follows
		takes uses employs shares adjoins surrounds dominates celebrates commemorates depicts describes tells stars
		originates derives comes dates begins ends winds enters leaves carries supplies exports imports manufactures
		operates owns manages serves publishes teaches offers provides plays ranges migrates winters resembles eats hunts
		spans encompasses boasts enjoys receives attracts combines requires causes affects involves circles refers maintains makes possesses supports becomes continues ranks reacts finds works
		creates attacks opposes appoints elects borders governs exists weighs measures protects attains gains gets gives keeps leaves loses
		meets moves opens plays pays performs raises rules sees sets shows sits nestles straddles neighbours neighbors abuts overlies speaks spends starts stays stops studies suffers
		tries turns visits wants wins writes`)

	// participles are irregular past participles; regular ones end in -ed.
	participles = text.WordSet(`born written made won led taken begun built left fought met gone lain run given risen sold held grown fallen drawn
		found sung taught flown sent kept lost paid ridden seen sought shot spent spoken stood told thrown worn brought bought broken
		chosen driven struck overthrown withdrawn borne bound beaten bred known laid put read set shaken slain stolen sworn
		understood overseen woven hit cut cast split spread set set shut become come hidden hung`)

	prepositions = text.WordSet(`of in on at by from to with for into under near along through against after before during around over across
		toward towards upon within outside beyond behind alongside via off onto inside above below beneath beside since until throughout about as without`)

	// directPlaces are prepositions that can move in front of "which" in a short clause.
	piedPipes = text.WordSet("in on at by from to with for into under near along through against after before during upon within across over around")

	// dropped are adverbs which a clause does without.
	dropped = text.WordSet(`also later first then now still soon again therefore however thus instead eventually finally subsequently currently today
		initially originally formerly previously already even once officially generally usually commonly often sometimes primarily mainly largely
		chiefly mostly famously notably additionally further furthermore moreover meanwhile nevertheless simply actually really especially particularly
		typically normally frequently ultimately immediately shortly recently`)

	// banned words make a phrase more than a plain statement about its subject: other clauses, hedges, negation, comparison, words that point elsewhere.
	banned = text.WordSet(`that which who whom whose when where while because if although though than so but or nor not never no neither cannot
		this these those such them him they their theirs there it he she we i you me us our your my hers itself himself herself
		may might could would should can must will shall
		said says say argued argues believed believes thought thinks claimed claims considered alleged allegedly reported reportedly probably perhaps
		possibly supposedly rumoured rumored legendary according like unlike except likely arguably essentially poorly rarely seldom wrongly falsely mistakenly incorrectly apparently seemingly presumably purportedly
		other another others same both each either former latter following above respectively eg ie etc called termed nicknamed known between
		why how what whether until unless yet hardly scarcely barely nearly almost seems seemed appears appeared suggests suggested
		did does do done per versus below here elsewhere today ago latest current aforementioned`)

	// expletives after "It" that make it stand for nothing.
	expletives = text.WordSet("believed said thought known possible likely clear unclear argued claimed estimated reported assumed important necessary unknown hoped held considered suggested alleged probable true hard difficult easy")

	// enders may follow an object without belonging to its noun phrase.
	enders = text.WordSet(`in on at by from with for and or but during after before until when where while who which since under through into near against
		because via over along around across toward towards upon within outside beyond alongside throughout although though so if then
		he she they it whose whom between among amongst despite prior except including about`)

	// complementers may not follow a direct object: what comes then is part of what is said of it.
	complementers = text.WordSet("to as for from of into with about against")

	// openers are first words of sentences worth a look; opensAdverbial those that may stand before a subject.
	openers        = text.WordSet("He She It They These The This Its His Her In At On After Before During From By Since Until As Following Upon With Between Throughout Later Around Under While Soon Eventually Subsequently Afterwards Thereafter Finally Today Currently Then Founded Established Built Opened Completed Released Formed Published Discovered Launched Designed Written Created Introduced Constructed Composed Recorded Signed Fought Born Located Situated")
	opensAdverbial = text.WordSet("in at on after before during from by since until following upon with between throughout around under")

	secondVerb = text.WordSet("is are was were has have had can could will would may might")

	// dropGroups are prepositions whose phrases can be left out; inName words stand inside names.
	dropGroups = text.WordSet("in at near on from to with under by during after before into along through")
	inName     = text.WordSet("of the de la le von van der den du and for")

	// intransitive verbs make sense without an object.
	intransitive = text.WordSet("originated emerged debuted premiered opened arose spread ranges ranged grows breeds migrates emigrated occurred happened flourished graduated ran landed crashed died lived worked taught studied returned travelled traveled served fought settled appeared performed arrived landed grew stayed remained retired lectured preached practised practiced trained campaigned lies stands occurs lives resided ruled reigned began ended started took-place competed played sang danced exhibited")
	// plainTransitive verbs say all with their object: what follows is a circumstance.
	plainTransitive = text.WordSet("visited left entered joined married met toured attended captured conquered invaded reached crossed founded discovered defeated succeeded occupied annexed abandoned wandered explored besieged sacked liberated fled quit")

	// offices are common nouns which English often writes with a capital.
	offices = text.WordSet(`king queen emperor empress prince princess duke duchess earl count president vice prime minister chancellor governor mayor senator bishop archbishop
		cardinal pope abbot lord general admiral captain professor director secretary ambassador commander chief justice chairman chairwoman member doctor sultan tsar
		caliph shah premier speaker viceroy consul dean rector treasurer judge lieutenant colonel major marshal grand master head state`)

	determiners = text.WordSet("the a an his her its their this that these those some any every each no another")

	// phraseEnds may not be the last word before an object or year.
	phraseEnds = text.WordSet("and or a an the his her its their only also one two three")

	// adjectives in -ing and -ed that stand before a noun.
	adjectives = text.WordSet("neighbouring neighboring surrounding leading living existing remaining growing including following emerging modern opposing ruling warring united red limited detailed advanced aged sacred crowded unexpected")

	// qualifiers say which part or state of a named thing is meant; what is true of the part in it is true of it.
	qualifiers = text.WordSet("northwest northeast southwest southeast tropical far inner outer early late northernmost southernmost northern southern eastern western central northeastern northwestern southeastern southwestern north south east west newly founded independent neighbouring neighboring nearby present day old ancient medieval mainland coastal rural upper lower then young famous great nineteenth temperate subtropical arid")
	// places are nouns in "the city of Vienna".
	places = text.WordSet("city town village island province state country kingdom continent region county district planet river port municipality republic nation territory peninsula")

	months = text.WordSet("january february march april may june july august september october november december")
	// around are words that make a year or number approximate; a range tells it anyway.
	around = text.WordSet("about approximately around circa roughly some nearly almost over c ca")
)

// verbAt reports whether w may open a verb phrase right behind its subject.
func verbAt(w string) bool {
	return copulas[w] || auxes[w] || plurals[w] != "" || pasts[w] || presents[w] || strings.HasSuffix(w, "ed") && len(w) > 4 && !adjectives[w]
}

// verbal reports whether a lower-case word inside a phrase is a verb form that may have an object.
// It says nothing of adjectives of the same form.
func verbal(w string) bool {
	return pasts[w] || participles[w] || presents[w] || (strings.HasSuffix(w, "ed") && len(w) > 4) || (strings.HasSuffix(w, "ing") && len(w) > 5)
}

// Indefinite is the indefinite article for w.
func Indefinite(w string) string {
	if w == "" {
		return "a"
	}
	for _, p := range []string{"uni", "use", "eu", "one", "ubiq", "uto", "util", "uku"} {
		if strings.HasPrefix(w, p) && !strings.HasPrefix(w, "unin") && !strings.HasPrefix(w, "unim") {
			return "a"
		}
	}
	for _, p := range []string{"hour", "honest", "honour", "honor", "heir"} {
		if strings.HasPrefix(w, p) {
			return "an"
		}
	}
	if strings.ContainsRune("aeiouAEIOU", rune(w[0])) {
		return "an"
	}
	return "a"
}

// PiedPipe reports whether preposition p can move in front of "which" ("in which he was born").
func PiedPipe(p string) bool { return piedPipes[p] }
