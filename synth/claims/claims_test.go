package claims_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
	"infoseek/synth/claims"
)

// world are the pages that the tests' sentences speak of.
var world = []memcorpus.Page{
	{Title: "Vienna", Classes: infoseek.Place, Noun: "city", Text: "Vienna is a city in Austria."},
	{Title: "Austria", Classes: infoseek.Place, Noun: "country"},
	{Title: "Velm", Classes: infoseek.Place, Noun: "island", Text: "Velm is an island."},
	{Title: "Prague", Classes: infoseek.Place, Noun: "city"},
	{Title: "Danube", Classes: infoseek.Place, Noun: "river", Text: "The Danube is a river."},
	{Title: "Black Sea", Classes: infoseek.Place, Noun: "sea", Text: "The Black Sea is a sea."},
	{Title: "Hungary", Classes: infoseek.Place, Noun: "country"},
	{Title: "Romania", Classes: infoseek.Place, Noun: "country"},
	{Title: "Serbia", Classes: infoseek.Place, Noun: "country"},
	{Title: "Africa", Classes: infoseek.Place, Noun: "continent"},
	{Title: "United States", Classes: infoseek.Place, Noun: "country", Text: "The United States is a country. Rivers of the United States are long. In the United States, maps are common."},
	{Title: "Joseph Haydn", Classes: infoseek.Person, Noun: "composer"},
	{Title: "Anna Bauer", Classes: infoseek.Person, Noun: "architect"},
	{Title: "Punic Wars", Classes: infoseek.Event, Noun: "war"},
	{Title: "Prime Minister of Austria", Classes: infoseek.Concept, Noun: "office"},
	{Title: "Calculus", Classes: infoseek.Concept, Noun: "discipline", Names: []infoseek.Name{{Text: "calculus", Kind: infoseek.NameAnchor}}},
}

// build is a corpus of the world and one page more, which links to all of it.
func build(p memcorpus.Page) (*memcorpus.Corpus, infoseek.PageNum) {
	var b memcorpus.Builder
	for _, w := range world {
		p.Links = append(p.Links, w.Title)
		b.Add(w)
	}
	for i := range 12 {
		b.Add(memcorpus.Page{Title: fmt.Sprint("Filler ", i)})
	}
	n := b.Add(p)
	return b.Build(), n
}

func read(t *testing.T, p memcorpus.Page) []claims.Claim {
	t.Helper()
	c, n := build(p)
	out, err := claims.NewReader(c).Read(context.Background(), n)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// tell puts a claim in words; "" for the kinds that say no more than the page's record.
func tell(c claims.Claim) string {
	switch c.Kind {
	case claims.ToEntity:
		if c.Possessive {
			return "whose " + c.Phrase + " " + c.Shown
		}
		return c.Phrase + " " + c.Shown
	case claims.ToYear:
		return fmt.Sprintf("%s in %g", c.Phrase, c.Low)
	case claims.ToNumber:
		return strings.TrimSpace(fmt.Sprintf("%s %g..%g %s", c.Phrase, c.Low, c.High, strings.TrimSpace(c.Unit+" "+c.Tail)))
	}
	return ""
}

func told(list []claims.Claim) []string {
	out := []string{}
	for _, c := range list {
		if s := tell(c); s != "" {
			out = append(out, s)
		}
	}
	return out
}

type construct struct {
	name, text string
	want       []string
}

func check(t *testing.T, page memcorpus.Page, cases []construct) {
	t.Helper()
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := page
			p.Text = c.text
			got := told(read(t, p))
			slices.Sort(got)
			want := slices.Clone(c.want)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s\ngot  %q\nwant %q", c.text, got, want)
			}
		})
	}
}

func TestPersons(t *testing.T) {
	check(t, memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter", Names: []infoseek.Name{{Text: "Weber", Kind: infoseek.NameSurname}}}, []construct{
		{"place and year", "Karl Weber was born in Vienna in 1809.", []string{"was born in Vienna", "was born in 1809"}},
		{"date between", "Weber was born on 4 May 1809 in Vienna.", []string{"was born in Vienna", "was born in 1809"}},
		{"coordinated", "Weber was born in Vienna and moved to Prague.", []string{"was born in Vienna", "moved to Prague"}},
		{"apposed person", "Weber was succeeded by the Austrian composer Joseph Haydn.", []string{"was succeeded by Joseph Haydn"}},
		{"list", "Weber travelled to Prague, Vienna and Serbia.", []string{"travelled to Prague", "travelled to Vienna", "travelled to Serbia"}},
		{"aside before the verb", "Weber, born in Prague, was a painter in Vienna.", []string{"was born in Prague", "was a painter in Vienna"}},
		{"place within a place", "Weber moved to Lobau, Serbia.", []string{"moved to Serbia"}},
		{"captured a part only", "Weber left Lobau, Serbia.", nil},
		{"office", "Weber was the 3rd Prime Minister of Austria.", []string{"served as Prime Minister of Austria"}},
		{"part of a place", "Weber died in the eastern part of Serbia.", []string{"died in Serbia"}},
		{"negation", "Weber was not born in Vienna.", nil},
		{"hedge", "Weber was probably born in Vienna.", nil},
		{"comparison", "Weber was better known than Joseph Haydn.", nil},
		{"somebody else", "His father was born in Vienna.", nil},
		{"needs more", "Weber made Vienna his home.", nil},
		{"a wish", "Weber hoped to return to Vienna.", nil},
		{"dangling object", "Weber met her in Vienna.", nil},
		{"longer name", "Weber was born in Vienna Woods.", nil},
		{"a plural is no claim of a name", "Weber painted two Viennas.", nil},
		{"bracket", "Karl Weber (4 May 1809, Vienna – 2 June 1880, Prague) was a painter.", []string{"was born in Vienna", "died in Prague", "was born in 1809", "died in 1880"}},
		{"common noun", "Weber taught calculus.", []string{"taught calculus"}},
	})
}

func TestPronouns(t *testing.T) {
	he := strings.Repeat("He painted as he liked. ", 3)
	check(t, memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter"}, []construct{
		{"chain", "Karl Weber was a painter. " + he + "He died in Vienna.", []string{"died in Vienna"}},
		{"somebody else between", "Karl Weber was a painter. " + he + "Joseph Haydn came along. He died in Vienna.", nil},
		{"new paragraph", "Karl Weber was a painter. " + he + "\n\nHe died in Vienna.", []string{"died in Vienna"}},
		{"spoken of", "Karl Weber was a painter. " + he + "Few liked how he saw Joseph Haydn. He died in Vienna.", nil},
	})
	check(t, memcorpus.Page{Title: "Lom", Classes: infoseek.Place, Noun: "river"}, []construct{
		{"it", "Lom is a river. It flows into the Danube.", []string{"flows into the Danube"}},
		{"the noun", "Lom is a river. The river flows into the Danube.", []string{"flows into the Danube"}},
		{"expletive", "Lom is a river. It is believed that it flows into the Danube.", nil},
		{"its", "Lom is a river. Its source is the Danube.", []string{"whose source is the Danube"}},
		{"of it", "The source of Lom is the Danube.", []string{"whose source is the Danube"}},
		{"by name", "Lom's source is the Danube.", []string{"whose source is the Danube"}},
		{"another subject", "Lom is a river. The valley is green. It lies in Serbia.", nil},
	})
}

func TestPlaces(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"first sentence", "Lomland is a small country in Africa.", []string{"is a small country in Africa"}},
		{"capital", "Lomland is the capital of Austria.", []string{"is the capital of Austria"}},
		{"bounds", "Lomland is bordered by Serbia to the north, Romania to the east, and Hungary to the south.", []string{"is bordered by Serbia", "is bordered by Romania", "is bordered by Hungary"}},
		{"bounds, direction first", "It is said. Lomland is bordered to the west by Hungary.", []string{"is bordered by Hungary"}},
		{"behind a comma", "Lomland is a country in Africa, bordered by Serbia.", []string{"is a country in Africa", "is bordered by Serbia"}},
		{"style", "The Republic of Lomland is a country in Africa.", []string{"is a country in Africa"}},
		{"restricted", "Lomland is the region of Africa where it rains.", nil},
		{"still so", "Lomland is a tongue spoken in Austria.", []string{"is spoken in Austria"}},
		{"participle of the subject", "Lomland fried in batter is a dish in Austria.", nil},
		{"ranked", "Lomland is the third largest country after Austria.", nil},
		{"population", "Lomland has a population of 250,000.", []string{"has a population of 245000..255000"}},
		{"area", "Lomland has an area of 45 square kilometres.", []string{"has an area of 4.45e+07..4.55e+07 m2"}},
	})
}

func TestWorks(t *testing.T) {
	check(t, memcorpus.Page{Title: "Night Train", Classes: infoseek.Work, Noun: "film"}, []construct{
		{"by whom", "Night Train is a 1983 film by Anna Bauer.", []string{"is a film by Anna Bauer", "came out in 1983"}},
		{"participle", "Night Train is a film directed by Anna Bauer.", []string{"was directed by Anna Bauer"}},
		{"two participles", "Night Train is a film written by Anna Bauer and directed by Joseph Haydn.", []string{"was written by Anna Bauer", "was directed by Joseph Haydn"}},
	})
}

func TestBoxes(t *testing.T) {
	check(t, memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter"}, []construct{
		{"born and died", "Karl Weber Born 4 May 1809 Prague Died 2 June 1880 Vienna, Austria\n\nKarl Weber was a painter.", []string{"was born in Prague", "died in Vienna", "died in Austria", "was born in 1809", "died in 1880"}},
		{"unknown town", "Born 4 May 1809 Lobau, Austria Occupation Painter Nationality Austrian\n\nKarl Weber was a painter.", []string{"was born in Austria", "was born in 1809"}},
		{"prose is no box", "Karl Weber was a painter.\n\nBorn free, he saw Vienna.", nil},
		{"first name of another", "Born 4 May 1809 Prague Spouse Anna Bauer Lang Children 2\n\nKarl Weber was a painter.", []string{"was born in Prague", "was born in 1809"}},
	})
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"capital", "Capital Vienna 48°N Government Republic Currency Lom\n\nLomland is a country.", []string{"whose capital is Vienna"}},
		{"past", "Capital Vienna 48°N Government Republic Currency Lom\n\nLomland was a country.", []string{"whose capital was Vienna"}},
	})
	check(t, memcorpus.Page{Title: "Battle of Lom", Classes: infoseek.Event, Noun: "battle"}, []construct{
		{"event", "Battle of Lom Part of the Punic Wars Date 202 BC Location Lom, Serbia Result Draw\n\nThe Battle of Lom was a battle.", []string{"was part of the Punic Wars", "took place in Serbia"}},
	})
}

func TestOpenings(t *testing.T) {
	check(t, memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter", Names: []infoseek.Name{{Text: "Weber", Kind: infoseek.NameSurname}}}, []construct{
		{"a year without a comma", "In 1831 Weber moved to Prague.", []string{"moved to Prague"}},
		{"an adverb", "Later, Weber moved to Prague.", []string{"moved to Prague"}},
		{"an adverb of manner", "Weber willingly moved to Prague.", []string{"moved to Prague"}},
		{"a hedge is no manner", "Weber allegedly moved to Prague.", nil},
		{"any aside", "Weber, with the help of friends, became king of Serbia.", []string{"became king of Serbia"}},
		{"another subject is no aside", "Weber, and with him Haydn, moved to Prague.", nil},
		{"participle before the subject", "Born in Vienna in 1809, Weber moved to Prague.", []string{"was born in Vienna", "was born in 1809", "moved to Prague"}},
		{"participle of another", "Born in Vienna in 1809, a friend moved to Prague.", nil},
		{"bare year", "Weber died of old age at home on 2 June 1880.", []string{"died of old age at home in 1880"}},
		{"circumstances before the year", "Weber was knighted by the Lomish King in 1850.", []string{"was knighted in 1850"}},
		{"what was done with him is missing", "Weber was invested with an order by the Lomish King in 1850.", nil},
		{"sent elsewhere", "Weber was sent to Lobau School in Vienna.", nil},
		{"a place elsewhere", "Weber was born in Vienna, Serbia.", []string{"was born in Serbia"}},
		{"another war", "Weber fought in the Spanish Punic Wars.", nil},
	})
	check(t, memcorpus.Page{Title: "Velm Bridge", Classes: infoseek.Place, Noun: "bridge"}, []construct{
		{"participle of a thing", "Built in 1890 by Anna Bauer, the bridge is in Vienna.", []string{"was built in 1890", "was built by Anna Bauer", "is in Vienna"}},
		{"participle in an aside", "Velm Bridge, designed by Anna Bauer, is in Vienna.", []string{"was designed by Anna Bauer", "is in Vienna"}},
	})
	check(t, memcorpus.Page{Title: "Night Train", Classes: infoseek.Work, Noun: "film"}, []construct{
		{"kindred noun", "Night Train is lost. The movie was shot in Prague.", []string{"was shot in Prague"}},
	})
	check(t, memcorpus.Page{Title: "History of Lomland", Noun: "country"}, []construct{
		{"what is said of another", "History of Lomland is long. The country borders Serbia. It lies in Africa.", nil},
	})
}

func TestBounds(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"several directions", "It is old. Lomland is bordered to the north by Serbia and Romania, to the east by Hungary, and to the south by the Black Sea.",
			[]string{"is bordered by Serbia", "is bordered by Romania", "is bordered by Hungary", "is bordered by the Black Sea"}},
		{"active", "Lomland borders Serbia to the north; Romania and Hungary to the east.", []string{"borders Serbia", "borders Romania", "borders Hungary"}},
		{"both", "Lomland borders both Serbia and Romania.", []string{"borders Serbia", "borders Romania"}},
		{"no longer a list", "Lomland borders Serbia, whose capital lies beyond Romania.", []string{"borders Serbia"}},
		{"twins", "Lomland is twinned with: * Austria Vienna, Austria * Serbia Nowhere, Serbia", []string{"is twinned with Vienna"}},
	})
}

func TestLivingThings(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lom Finch", Classes: infoseek.Organism, Noun: "bird"}, []construct{
		{"behind a comma", "The Lom Finch is a small bird of the finch family, native to Africa.", []string{"is native to Africa"}},
		{"clause", "The Lom Finch is a bird of the finch family that is native to southern Africa.", []string{"is native to Africa"}},
		{"most of a place", "The Lom Finch breeds in most of temperate Africa.", []string{"breeds in Africa"}},
		{"two places", "The Lom Finch breeds across Africa and much of Austria.", []string{"breeds across Africa"}},
		{"year of the name", "Lom Finch Binomial name Fringilla lomensis (Haydn, 1758) Range\n\nThe Lom Finch is a bird.", []string{"was first described in 1758"}},
	})
}

func TestDefinitions(t *testing.T) {
	check(t, memcorpus.Page{Title: "Night Train", Classes: infoseek.Work, Noun: "poem"}, []construct{
		{"long noun phrase", "Night Train is a highly influential 434-line modernist poem by Anna Bauer.", []string{"is a poem by Anna Bauer"}},
		{"published for another", "Night Train is a poem of Joseph Haydn, written by Anna Bauer.", []string{"is a poem of Joseph Haydn", "was written by Anna Bauer"}},
	})
	check(t, memcorpus.Page{Title: "Lom", Classes: infoseek.Place, Noun: "park"}, []construct{
		{"what another founded", "Lom is the symbol of Austria, founded by Anna Bauer.", []string{"is the symbol of Austria"}},
	})
}

func TestFigures(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lomland", Classes: infoseek.Place, Noun: "country"}, []construct{
		{"population and area", "Area - Total 1,246,700 km² (23rd) - Water (%) negligible Population - 2005 estimate 15,941,000 (61st) - 1970 census 5,646,166 Density 13/km²\n\nLomland is a country.",
			[]string{"has a population density of 12.5..13.5 people per square kilometre", "has an area of 1.24665e+12..1.24675e+12 m2", "has a population of 1.59405e+07..1.59415e+07"}},
		{"density is no population", "Area 12 ha Population - Density 1,300 /km²\n\nLomland is a country.", []string{"has a population density of 1250..1350 people per square kilometre"}},
		{"independence", "Currency Lom Independence from Austria - Date March 20, 1956 Calling code 1\n\nLomland is a country.", []string{"became independent from Austria", "became independent in 1956"}},
		{"prose", "Founded 1701 by settlers, it grew.\n\nLomland is a country.", nil},
	})
	check(t, memcorpus.Page{Title: "Karl I of Lomland", Classes: infoseek.Person, Noun: "king"}, []construct{
		{"reign", "Reign 25 October 1154 – 6 July 1189 Coronation 19 December 1154\n\nKarl I was a king.", []string{"came to the throne in 1154", "was crowned in 1154"}},
	})
	check(t, memcorpus.Page{Title: "Battle of Lom", Classes: infoseek.Event, Noun: "battle"}, []construct{
		{"a span", "Date 1763–1766 Result Draw\n\nThe Battle of Lom was a battle.", []string{"started in 1763", "ended in 1766"}},
		{"a day", "Date July 15, 1410 Result Draw Fatalities 41 direct\n\nThe Battle of Lom was a battle.", []string{"took place in 1410", "caused 40.5..41.5 deaths"}},
	})
	check(t, memcorpus.Page{Title: "Night Train", Classes: infoseek.Work, Noun: "film"}, []construct{
		{"release", "Director Nobody Released 16 October 1983 Running time 90 min\n\nNight Train is a film.", []string{"came out in 1983", "runs for 5100..5700 s"}},
	})
}
