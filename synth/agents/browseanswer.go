package agents

// browseAnswer is what the Browser's model answers.
type browseAnswer struct {
	Claims []browseClaim `json:"claims"`
}

type browseClaim struct {
	Sentence int    `json:"sentence"`
	Thing    int    `json:"thing"`
	Phrase   string `json:"phrase"`
}

// wrongClaim is one that is given back.
type wrongClaim struct {
	Sentence, Thing int
	Why             string
	reason          string
}

// browseData fills the prompt.
type browseData struct {
	Page  string
	Most  int
	Wrong string // a line for each wrong claim
}
