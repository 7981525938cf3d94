package claims_test

import (
	"testing"

	"infoseek"
	"infoseek/internal/memcorpus"
)

// TestLead: before the first heading a pronoun and the topic's noun are the topic's.
func TestLead(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lomopolis", Classes: infoseek.Place, Noun: "city"}, []construct{
		{"it, a paragraph later", "Lomopolis is a city.\n\nIt borders Hungary.", []string{"borders Hungary"}},
		{"begun by a participle", "Lomopolis is a city.\n\nFounded by Joseph Haydn in 1703, it borders Hungary.", []string{"borders Hungary", "was founded by Joseph Haydn", "was founded in 1703"}},
		{"the city, after others", "Lomopolis is a city. Many people live there. The city borders Hungary.", []string{"borders Hungary"}},
		{"behind a heading", "Lomopolis is a city.\n\nThe theatre\n\nIt was opened in 1809.", nil},
	})
	check(t, memcorpus.Page{Title: "Lom F.C.", Classes: infoseek.Organisation, Noun: "club"}, []construct{
		{"by its short name", "Lom F.C. is a club. Lom beat the best at home. Lom moved to Vienna.", []string{"moved to Vienna"}},
		{"it is none of them", "Lom have a ground. It was opened in 1877.", nil},
	})
}

// TestMononyms: a text may call a person by a word that is no surname.
func TestMononyms(t *testing.T) {
	calls := "Karl was bold. Karl was tall. Karl was here. "
	check(t, weber, []construct{
		{"by the first name", calls + "Karl moved to Vienna.", []string{"moved to Vienna"}},
		{"seldom", "Karl was bold. Karl moved to Vienna.", nil},
		{"of another too", calls + "Karl Marx slept. Karl moved to Vienna.", nil},
	})
	check(t, memcorpus.Page{Title: "Karl Weber", Classes: infoseek.Person, Noun: "painter"}, []construct{
		{"a bracket with no date first", "Karl Weber (German: Karl) (4 May 1809 – 2 June 1880) was a painter.", []string{"was born in 1809", "died in 1880"}},
		{"about a year", "Karl Weber (circa 1809 – 2 June 1880) was a painter.", []string{"died in 1880"}},
		{"in one place", "Karl Weber was a painter. Born and died in Vienna, he was a good painter.", []string{"was born and died in Vienna"}},
	})
}

// TestLiving: of what kind living things are, and how large; not their parts, young and prey.
func TestLiving(t *testing.T) {
	check(t, memcorpus.Page{Title: "Lom tit", Classes: infoseek.Organism, Noun: "bird"}, []construct{
		{"long", "The Lom tit is 61–72 cm (24–28 in) long with a crest.", []string{"is 0.605..0.725 m long"}},
		{"heavy", "Lom tits are small. They weigh 40 kg. They are found in Africa.", []string{"is found in Africa", "weighs 35..45 kg"}},
		{"growing", "The Lom tit is a weed, growing to 35 m in height.", []string{"grows to 34.5..35.5 m in height"}},
		{"its young", "At one year, the Lom tit weighs 45 kg.", nil},
		{"its bill", "The Lom tit has a bill of 3 cm.", nil},
		{"a rank", "The Lom tit is the fastest growing weed in Africa.", []string{"is the fastest growing weed in Africa"}},
	})
	owl := memcorpus.Page{Title: "Calculus bird", Classes: infoseek.Organism, Noun: "bird"}
	check(t, owl, []construct{
		{"no kind of living thing", "The calculus bird is a small calculus.", nil},
	})
}
