package queue

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	answerTimeout = 5 * time.Second // of one request to a server
	patience      = time.Minute     // with servers that don't answer: a cluster chooses a new leader in seconds
	firstPause    = 100 * time.Millisecond
	longestPause  = 2 * time.Second
)

// Conn is a connection to a queue. It comes back by itself after servers were lost. It is safe for concurrent use.
type Conn struct {
	nc *nats.Conn
	js jetstream.JetStream
	o  Options
}

// Dial connects to the servers at a URL, or several with commas between.
func Dial(url string, o Options) (*Conn, error) {
	o = o.normalize()
	opts := []nats.Option{nats.Name("infoseek"), nats.MaxReconnects(-1), nats.ReconnectWait(200 * time.Millisecond), nats.Timeout(answerTimeout),
		// What is lost with a connection is asked again; without a handler the library writes to stderr.
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { o.Log.Debug("queue: connection", "error", err) }),
	}
	if o.Token != "" {
		opts = append(opts, nats.Token(o.Token))
	}
	if o.Credentials != "" {
		opts = append(opts, nats.UserCredentials(o.Credentials))
	}
	nc, err := nats.Connect(url, opts...)
	if err != nil {
		return nil, fault("connect", err)
	}
	js, err := jetstream.New(nc, jetstream.WithDefaultTimeout(answerTimeout))
	if err != nil {
		nc.Close()
		return nil, fault("connect", err)
	}
	return &Conn{nc, js, o}, nil
}

// Close ends the connection.
func (c *Conn) Close() { c.nc.Close() }

// again does op until it succeeds, what it says is final, ctx is done, or patience is at its end.
func (c *Conn) again(ctx context.Context, what string, op func(context.Context) error) error {
	give := time.Now().Add(patience)
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		once, cancel := context.WithTimeout(ctx, answerTimeout)
		err := op(once)
		cancel()
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case final(err), time.Now().After(give):
			return fault(what, err)
		}
		c.o.Log.Debug("queue: again", "what", what, "error", err)
		if err := sleep(ctx, pause); err != nil {
			return err
		}
	}
}

// final says whether the same request would get the same answer.
func final(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && api.Code >= 400 && api.Code < 500 || errors.Is(err, nats.ErrMaxPayload) || errors.Is(err, nats.ErrConnectionClosed) || errors.Is(err, nats.ErrAuthorization)
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// replicas are three in a cluster, so that any one server may be lost.
func (c *Conn) replicas() int {
	if c.nc.ConnectedClusterName() != "" {
		return 3
	}
	return 1
}

// names of a run's streams and subjects

func itemsStream(key string) string { return "INFOSEEK_ITEMS_" + key }
func backStream(key string) string  { return "INFOSEEK_BACK_" + key }

func itemSubject(key string, item int) string { return fmt.Sprintf("infoseek.%s.item.%d", key, item) }
func specSubject(key string) string           { return fmt.Sprintf("infoseek.%s.back.spec", key) }
func toldSubject(key string) string           { return fmt.Sprintf("infoseek.%s.back.told", key) }
func askSubject(key string) string            { return fmt.Sprintf("infoseek.%s.ask", key) }
func noteSubject(key string, item int) string {
	return fmt.Sprintf("infoseek.%s.back.%d.note", key, item)
}
func outcomeSubject(key string, item int) string {
	return fmt.Sprintf("infoseek.%s.back.%d.outcome", key, item)
}
