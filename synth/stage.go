package synth

// Stage is a part of the work on a root, for those who measure where time goes.
type Stage string

// The stages. What is in none of them is writing, drafting and the keeping of records.
const (
	StageRead    Stage = "read"    // claims are read and made into offers
	StagePlan    Stage = "plan"    // a tree is planned and grown
	StageCertify Stage = "certify" // the certificate is computed
	StageSearch  Stage = "search"  // one-shot queries
)

// Watch is told when one worker begins a stage; what Enter returns is called when it ends. Stages nest: the work of an inner one is not the outer one's.
type Watch interface {
	Enter(Stage) (leave func())
}

// enter begins a stage of the worker.
func (w *worker) enter(s Stage) (leave func()) {
	if w.watch == nil {
		return func() {}
	}
	return w.watch.Enter(s)
}
