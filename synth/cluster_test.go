package synth

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"infoseek/runs"
	"infoseek/runs/queue"

	"github.com/nats-io/nats-server/v2/server"
)

// What a child of TestCluster is told: as a node, its name, ports and folder; as a worker, the cluster's URL.
const (
	childNode  = "INFOSEEK_SYNTH_TEST_NODE"
	childQueue = "INFOSEEK_SYNTH_TEST_QUEUE"
)

// clusterOptions let a killed worker be noticed soon.
var clusterOptions = queue.Options{AckWait: 2 * time.Second, Grace: time.Millisecond}

// nodeMain is a NATS server until it is killed.
func nodeMain(told string) int {
	parts := strings.Split(told, " ") // name, client port, cluster port, folder, routes
	routes := server.RoutesFromStr(parts[4])
	var ports [2]int
	for i := range ports {
		fmt.Sscan(parts[1+i], &ports[i])
	}
	s, err := server.NewServer(&server.Options{
		ServerName: parts[0], Host: "127.0.0.1", Port: ports[0], JetStream: true, StoreDir: parts[3], NoLog: true, NoSigs: true,
		Cluster: server.ClusterOpts{Name: "test", Host: "127.0.0.1", Port: ports[1]}, Routes: routes,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	s.Start()
	s.WaitForShutdown()
	return 0
}

// workerMain works for the runs of a queue until it is killed.
func workerMain(at string) int {
	w, err := openCorpus(os.Getenv(childCorpus))
	if err == nil {
		var c *queue.Conn
		if c, err = queue.Dial(at, clusterOptions); err == nil {
			err = Serve(context.Background(), w.clusterJob("", os.Getenv(childModel)), c, true, quietly)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// clusterJob is the run that is made by workers at a cluster.
func (w world) clusterJob(dir, model string) Job {
	j := w.job(dir, quick(), 10).ask(overHTTP(model))
	j.Options.Crew = "advised"
	j.Limits.Trees = 8
	return j
}

// process starts this test binary again, with something in its environment.
func process(t *testing.T, env ...string) *exec.Cmd {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), env...)
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		c.Process.Kill()
		c.Wait()
	})
	return c
}

// cluster starts three servers, each a process of its own, and returns their URLs.
func cluster(t *testing.T) (nodes []*exec.Cmd, at string) {
	t.Helper()
	var ports [6]int
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ports[i] = l.Addr().(*net.TCPAddr).Port
	}
	var urls, routes []string
	for i := range 3 {
		urls = append(urls, fmt.Sprintf("nats://127.0.0.1:%d", ports[i]))
		routes = append(routes, (&url.URL{Scheme: "nats", Host: fmt.Sprintf("127.0.0.1:%d", ports[3+i])}).String())
	}
	for i := range 3 {
		told := fmt.Sprint("n", i, " ", ports[i], " ", ports[3+i], " ", filepath.Join(t.TempDir(), fmt.Sprint("n", i)), " ", strings.Join(routes, ","))
		nodes = append(nodes, process(t, childNode+"="+told))
	}
	return nodes, strings.Join(urls, ",")
}

// dialCluster waits until the servers have found one another.
func dialCluster(t *testing.T, at string) *queue.Conn {
	t.Helper()
	for begin := time.Now(); ; time.Sleep(100 * time.Millisecond) {
		c, err := queue.Dial(at, clusterOptions)
		if err == nil {
			var l *queue.Line
			if l, err = c.Open(t.Context(), "probe", []byte("probe")); err == nil {
				err = l.End(t.Context())
			}
			if err == nil {
				t.Cleanup(c.Close)
				return c
			}
			c.Close()
		}
		if time.Since(begin) > 40*time.Second {
			t.Fatal(err)
		}
	}
}

// TestCluster has a run made by three worker processes at a cluster of three servers; one worker and one server are killed in the middle. The bytes are the same, each item is journalled once, and at most what the
// killed worker had under way is asked again.
func TestCluster(t *testing.T) {
	if testing.Short() {
		t.Skip("six processes")
	}
	w := openWorld(t)
	model := &paid{asked: map[string]int{}}
	front := httptest.NewServer(model)
	defer front.Close()
	whole := w.clusterJob(t.TempDir(), front.URL)
	mustRun(t, whole)
	model.forget()
	model.slow = 60 * time.Millisecond

	nodes, at := cluster(t)
	conn := dialCluster(t, at)
	var workers []*exec.Cmd
	for range 3 {
		workers = append(workers, process(t, childQueue+"="+at, childCorpus+"="+worldDir, childModel+"="+front.URL))
	}
	job := w.clusterJob(t.TempDir(), front.URL).by(conn)
	kill := map[int]*exec.Cmd{3: workers[0], 6: nodes[1]}
	job.Progress = func(p Progress) {
		if c := kill[p.Roots]; c != nil {
			c.Process.Kill()
			delete(kill, p.Roots)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Second)
	defer cancel()
	if _, err := Run(ctx, job); err != nil {
		t.Fatal(err)
	}
	if len(kill) > 0 {
		t.Fatal("the run was too small for somebody to be killed in it")
	}
	if outputs(t, job.Dir) != outputs(t, whole.Dir) {
		t.Error("the cluster made something else")
	}
	if n := journalled(job.Dir); n != manifest(t, whole.Dir).Counts["roots"] {
		t.Errorf("%d items are journalled", n)
	}
	checkPaid(t, model, job.Dir)
	for _, c := range workers[1:] {
		var exit *exec.ExitError
		if err := c.Wait(); errors.As(err, &exit) {
			t.Errorf("a worker ended with %v", err)
		}
	}
}

// checkPaid holds what the server was asked against what is journalled: no call of an item twice.
func checkPaid(t *testing.T, model *paid, dir string) {
	t.Helper()
	r, err := runs.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	seen, all := map[string]bool{}, 0
	for c, err := range r.Calls() {
		if err != nil {
			t.Fatal(err)
		}
		if seen[c.ID] {
			t.Errorf("call %s is journalled twice", c.ID)
		}
		seen[c.ID] = true
		all++
	}
	again := 0
	model.mu.Lock()
	defer model.mu.Unlock()
	for _, n := range model.asked {
		again += n - 1
	}
	if again > 8 {
		t.Errorf("%d calls were paid twice, the killed worker had 8 under way", again)
	}
	t.Logf("%d calls journalled, %d asked again", all, again)
}
