// Package reward scores what an agent answered: answers against gold answers as the official scripts of the question sets do, the format of a whole rollout, and
// the binary reward made of both (Search-R1, arXiv 2503.09516; InfoSeek, arXiv 2509.00375). It knows nothing of agents, corpora or models.
//
// Reading order: normal.go, match.go, scripts.go, format.go, reward.go.
package reward
