package synth

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"infoseek"
	"infoseek/corpus"
	"infoseek/corpus/source"
	"infoseek/search"
)

// world is the corpus of this package's tests: a small invented country, made anew for each run of the test binary and always the same.
type world struct {
	pages    *corpus.Corpus
	index    *search.Index
	searcher infoseek.Searcher
}

var (
	theWorld  world
	worldDir  string
	worldErr  error
	worldOnce sync.Once
)

// openWorld builds the corpus at the first call. TestMain takes it away.
func openWorld(t testing.TB) world {
	t.Helper()
	worldOnce.Do(func() { theWorld, worldErr = buildWorld() })
	if worldErr != nil {
		t.Fatal(worldErr)
	}
	return theWorld
}

func buildWorld() (world, error) {
	if worldDir == "" {
		base, err := os.MkdirTemp("", "infoseek-synth")
		if err != nil {
			return world{}, err
		}
		worldDir = filepath.Join(base, "corpus")
		opts := corpus.BuildOptions{Index: func(ctx context.Context, p infoseek.Pages, dir string) error {
			return search.Build(ctx, p, dir, search.Options{})
		}}
		if _, err := corpus.Build(context.Background(), worldDir, country(), opts); err != nil {
			return world{}, err
		}
	}
	return openCorpus(worldDir)
}

func openCorpus(dir string) (world, error) {
	pages, err := corpus.Open(dir)
	if err != nil {
		return world{}, err
	}
	index, err := search.Open(filepath.Join(dir, "index"))
	if err != nil {
		return world{}, err
	}
	searcher, err := index.Searcher(search.Settings{})
	return world{pages, index, searcher}, err
}

func closeWorld() {
	if theWorld.pages != nil {
		theWorld.index.Close()
		theWorld.pages.Close()
	}
	if worldDir != "" {
		os.RemoveAll(filepath.Dir(worldDir))
	}
}

// Names of the country. No two share a word, so that each is its page's own.
var (
	regionNames   = strings.Fields("Altmark Bergland Corvania Dunmoor Estmar")
	townNames     = strings.Fields("Ashwick Birlow Calder Dornach Elmsted Farrow Garmouth Hexley Inverley Jarrowby Kelton Lintham Marbeck Norwell Ottersby Pendry Quarle Ridsdale Selborn Thornby")
	riverNames    = strings.Fields("Avren Brune Coss Drell Eddle Farn")
	mountainNames = strings.Fields("Gorm Hallin Istrad Jorn")
	schoolTowns   = []int{0, 3, 6, 9, 12}
	personNames   = []string{
		"Adela Brandt", "Bruno Castell", "Clara Denholm", "Dorian Engstrom", "Edith Fairweather", "Felix Grunwald", "Greta Holloway", "Hugo Iversen", "Ines Jardine", "Jonas Kestrel",
		"Karin Lovelace", "Leopold Marchand", "Mathilde Nordgren", "Nils Oakley", "Odette Pembroke", "Piers Quillan", "Ruth Rosenthal", "Silas Strand", "Tilda Unwin", "Ulric Vane",
		"Vera Whitlock", "Walter Yarrow", "Yvette Zeller", "Anton Belmont", "Beatrix Crowe", "Conrad Dahl", "Dagmar Ellery", "Emil Forsythe", "Frida Gantry", "Gustav Hartwell",
		"Hilda Ingram", "Ivor Jessup", "Johanna Krebs", "Kaspar Lindqvist", "Louisa Merriman", "Magnus Nettle", "Nora Ostrander", "Oskar Pryde", "Paula Ravenscroft", "Roland Sidney",
	}
	workNames = []string{
		"The Glass Orchard", "Winter Harbour", "The Salt Road", "A Lantern for Mara", "The Silent Mill", "Northern Fields", "The Copper Gate", "Seven Bridges", "The Clockmaker", "Evening Tide",
		"The Heron King", "Letters Home", "The Stone Garden", "Harvest Moon", "The Blind Pilot", "Summer Rain", "The Iron Bell", "Crossing Over", "The Paper Crown", "Morning Watch",
	}
	buildingNames = []string{"Wexcombe Bridge", "Tallow Hall", "Saint Orwin Cathedral", "Fenwick Castle", "Rookwood Palace", "Larkspur Theatre", "Mossgate Tower", "Oriel Museum", "Harrier Station", "Gladstone Library"}
)

var jobs = []string{"painter", "composer", "novelist", "architect"}

// country yields the pages. What is said of whom is drawn from one sequence of numbers.
func country() iter.Seq2[source.Record, error] {
	c := &chronicle{rng: rand.New(rand.NewPCG(7, 11))}
	for i := range regionNames {
		c.region(i)
	}
	for i := range townNames {
		c.town(i)
	}
	for i := range riverNames {
		c.river(i)
	}
	for i := range mountainNames {
		c.mountain(i)
	}
	for i := range schoolTowns {
		c.school(i)
	}
	for i := range personNames {
		c.person(i)
	}
	for i := range workNames {
		c.work(i)
	}
	for i := range buildingNames {
		c.building(i)
	}
	c.otherNames()
	return func(yield func(source.Record, error) bool) {
		for i, r := range c.records {
			r.Line = i + 1
			if !yield(r, nil) {
				return
			}
		}
	}
}

type chronicle struct {
	rng     *rand.Rand
	records []source.Record
}

func (c *chronicle) pick(names []string) string { return "[[" + names[c.rng.IntN(len(names))] + "]]" }
func (c *chronicle) year(lo, hi int) int        { return lo + c.rng.IntN(hi-lo) }

// some joins n different names: "[[A]], [[B]] and [[C]]".
func (c *chronicle) some(names []string, n int) string {
	var out []string
	for _, i := range c.rng.Perm(len(names))[:n] {
		out = append(out, "[["+names[i]+"]]")
	}
	return strings.Join(out[:n-1], ", ") + " and " + out[n-1]
}

// page adds a page whose links are written [[so]].
func (c *chronicle) page(title, category string, facts []source.Fact, sentences ...string) {
	r := source.Record{ID: fmt.Sprint(100 + len(c.records)), Title: title, Categories: []string{category}, Facts: facts}
	var b strings.Builder
	rest := strings.Join(sentences, " ")
	for {
		before, after, linked := strings.Cut(rest, "[[")
		b.WriteString(before)
		if !linked {
			break
		}
		name, tail, _ := strings.Cut(after, "]]")
		r.Links = append(r.Links, source.Link{Target: name, Anchor: infoseek.Span{Start: b.Len(), End: b.Len() + len(name)}})
		b.WriteString(name)
		rest = tail
	}
	r.Text = b.String()
	c.records = append(c.records, r)
}

// otherNames adds redirects: some to one page alone, and one that two pages share in the eyes of who compares answers ("Old Master", "The Old Master").
func (c *chronicle) otherNames() {
	for i, n := range personNames {
		if i%3 == 0 {
			c.redirect(n[:1]+". "+n[strings.IndexByte(n, ' ')+1:]+" of "+townNames[i%len(townNames)], n)
		}
	}
	for i, n := range townNames {
		c.redirect(n+"-on-the-Hill", n)
		if i%2 == 0 {
			c.redirect("town of "+strings.ToLower(n), n)
		}
	}
	c.redirect("The Old Master", personNames[0])
	c.redirect("Old Master", personNames[1])
}

func (c *chronicle) redirect(from, to string) {
	c.records = append(c.records, source.Record{ID: fmt.Sprint(100 + len(c.records)), Title: from, Redirect: to})
}

func fact(field, value string) source.Fact { return source.Fact{Field: field, Value: value} }

func school(i int) string { return "University of " + townNames[schoolTowns[i]] }

func schools() []string {
	var out []string
	for i := range schoolTowns {
		out = append(out, school(i))
	}
	return out
}

func (c *chronicle) region(i int) {
	n := regionNames[i]
	c.page(n, "Regions", []source.Fact{fact("population", "410,000"), fact("area", "2,300 km2")},
		n+" is a region in the north of the country.",
		fmt.Sprintf("It has a population of %d,000.", c.year(200, 900)),
		"It borders "+c.pick(regionNames[:i+1][:max(1, i)])+".",
		"Its capital is "+c.pick(townNames)+".",
		"The region is crossed by the "+c.pick(riverNames)+" and the "+c.pick(riverNames)+".",
		"It was visited by "+c.some(personNames, 3)+" in the course of their travels.",
		"The land is mostly flat, with orchards and fields of barley between small woods, and its markets are known for cheese, honey and wool.")
}

func (c *chronicle) town(i int) {
	n := townNames[i]
	c.page(n, "Towns", []source.Fact{fact("population", "12,000"), fact("area", "31 km2")},
		n+" is a town in "+c.pick(regionNames)+".",
		fmt.Sprintf("It was founded in %d.", c.year(1100, 1500)),
		fmt.Sprintf("It has a population of %d,%03d.", c.year(4, 40), c.year(100, 999)),
		"The town lies on the "+c.pick(riverNames)+".",
		"It is overlooked by "+c.pick(mountainNames)+".",
		"It was painted by "+c.pick(personNames)+".",
		"It was described by "+c.pick(personNames)+".",
		n+" is connected by rail with "+c.pick(townNames)+".",
		fmt.Sprintf("The town was destroyed by fire in %d.", c.year(1500, 1800)),
		"Its streets are narrow, and a market is held there every week under the old lime trees beside the church, as it has been for many generations.",
		"The people of the place make pottery, paper and cloth, and in summer they row long boats against those of their neighbours.")
}

func (c *chronicle) river(i int) {
	n := riverNames[i]
	c.page(n, "Rivers", []source.Fact{fact("length", "210 km"), fact("source", "hills"), fact("mouth", "sea")},
		"The "+n+" is a river in "+c.pick(regionNames)+".",
		fmt.Sprintf("The river is %d km long.", c.year(80, 400)),
		"It rises on "+c.pick(mountainNames)+".",
		"It flows through "+c.pick(townNames)+".",
		"It passes "+c.pick(townNames)+".",
		"The river was mapped by "+c.pick(personNames)+".",
		"It was painted by "+c.pick(personNames)+".",
		fmt.Sprintf("It was first bridged in %d.", c.year(1300, 1700)),
		"In spring its water is high, and barges carry timber and grain down to the coast, where they are loaded on ships.",
		"Along its banks stand mills and willow trees, and herons fish there in the early morning; boats have been built on it for hundreds of years.")
}

func (c *chronicle) mountain(i int) {
	n := mountainNames[i]
	c.page(n, "Mountains", []source.Fact{fact("elevation", "1,900 m"), fact("prominence", "700 m")},
		n+" is a mountain in "+c.pick(regionNames)+".",
		fmt.Sprintf("It rises %d,%03d metres above sea level.", c.year(1, 4), c.year(100, 999)),
		fmt.Sprintf("It was climbed in %d.", c.year(1780, 1900)),
		"The mountain was drawn by "+c.some(personNames, 2)+".",
		"It was climbed by "+c.pick(personNames)+".",
		"It is the source of the "+c.pick(riverNames)+".",
		"It overlooks "+c.pick(townNames)+".",
		"Snow lies on its upper slopes for most of the year, and goats and marmots live among the rocks below the summit.",
		"A path leads to the top from a hut on the southern side, and walkers set out from there before dawn to see the sun come up.")
}

func (c *chronicle) school(i int) {
	n := school(i)
	c.page(n, "Universities", []source.Fact{fact("founded", "1600"), fact("students", "4,000")},
		"The "+n+" is a university in [["+townNames[schoolTowns[i]]+"]].",
		fmt.Sprintf("It was founded in %d.", c.year(1500, 1800)),
		"It was founded by "+c.pick(personNames)+".",
		fmt.Sprintf("The university has %d,%03d students.", c.year(1, 9), c.year(100, 999)),
		"Its building was designed by "+c.pick(personNames)+".",
		"Its students have included "+c.some(personNames, 4)+".",
		"Lectures are held in a long hall with tall windows, and the older rooms are reached by a stair of worn stone.",
		"Its library keeps maps, prints and letters of earlier centuries, and readers come from far away to work there.")
}

func (c *chronicle) person(i int) {
	n, job := personNames[i], jobs[i%len(jobs)]
	surname := n[strings.LastIndexByte(n, ' ')+1:]
	born := c.year(1700, 1890)
	died := born + c.year(40, 85)
	he := "He"
	if strings.ContainsAny(n[:strings.IndexByte(n, ' ')][len(strings.Fields(n)[0])-1:], "ae") || strings.HasPrefix(n, "Ruth") || strings.HasPrefix(n, "Karin") {
		he = "She"
	}
	sentences := []string{
		fmt.Sprintf("%s (%d–%d) was a %s.", n, born, died, job),
		he + " was born in " + c.pick(townNames) + ".",
		he + " studied at the " + c.pick(schools()) + ".",
		he + " was taught by " + c.pick(personNames) + ".",
		he + " married " + c.pick(personNames) + ".",
		fmt.Sprintf("%s moved to %s in %d.", surname, c.pick(townNames), born+25),
		he + " travelled along the " + c.pick(riverNames) + ".",
		he + " was influenced by " + c.pick(personNames) + ".",
		he + " died in " + c.pick(townNames) + ".",
		he + " was a friend of " + c.pick(personNames) + " and kept a small house with a garden, in which the friends met on Sundays to read aloud and to play music.",
		surname + " was known to the neighbours as a quiet person who walked for hours and who liked the company of dogs, and who answered every letter on the day it came.",
	}
	facts := []source.Fact{fact("born", fmt.Sprint(born)), fact("died", fmt.Sprint(died)), fact("occupation", job)}
	c.page(n, strings.ToUpper(job[:1])+job[1:]+"s", facts, sentences...)
}

func (c *chronicle) work(i int) {
	n := workNames[i]
	kind := []string{"novel", "opera", "painting"}[i%3]
	c.page(n, strings.ToUpper(kind[:1])+kind[1:]+"s", []source.Fact{fact("author", "see text"), fact("genre", "drama")},
		n+" is a "+kind+" by "+c.pick(personNames)+".",
		fmt.Sprintf("It was finished in %d.", c.year(1740, 1930)),
		"It is set in "+c.pick(townNames)+".",
		"It was dedicated to "+c.pick(personNames)+".",
		"The "+kind+" was inspired by "+c.pick(mountainNames)+".",
		"It was shown in "+c.pick(townNames)+".",
		"It was praised by "+c.pick(personNames)+".",
		"The story is that of two sisters who keep an inn, and of a guest who stays for a winter and never tells where he came from.",
		"Those who saw it first did not like it, but within a few years it was known everywhere, and it is still a favourite with the public.")
}

func (c *chronicle) building(i int) {
	n := buildingNames[i]
	kind := strings.ToLower(n[strings.LastIndexByte(n, ' ')+1:])
	c.page(n, "Buildings", []source.Fact{fact("architect", "see text"), fact("opened", "1800")},
		n+" is a "+kind+" in "+c.pick(townNames)+".",
		"It was designed by "+c.pick(personNames)+".",
		fmt.Sprintf("It was opened in %d.", c.year(1700, 1920)),
		"It was opened by "+c.pick(personNames)+".",
		"It stands on the "+c.pick(riverNames)+".",
		"It is depicted in "+c.pick(workNames)+".",
		"The "+kind+" was restored by "+c.pick(personNames)+".",
		"Its walls are of red brick and pale stone, and a row of carved heads runs below the roof, each of them different.",
		"It can be visited on most days of the year, and in the evening its lamps are lit so that it is seen from the hills around.")
}
