package queue

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// abandoned is how long the streams of a run that nobody goes on with are kept.
const abandoned = 14 * 24 * time.Hour

const (
	workers = "workers" // the consumer that all workers share
	// Headers of messages.
	failedHeader  = "Infoseek-Failed"  // of an outcome: the item's work failed, the payload says why; of an answer: the reason
	resumedHeader = "Infoseek-Resumed" // of an item: it was worked on before
)

// Line is one run's way to the workers and back, held by the run's owner.
type Line struct {
	c     *Conn
	key   string
	items jetstream.Stream
	back  jetstream.Stream
}

// Parcel is what a worker sent back: about an item a note, or an outcome; or what it told the owner.
type Parcel struct {
	Item    int
	Outcome bool
	// Told is set for what Run.Tell stored; there is no Item.
	Told bool
	// Failed is set where the item's work failed; Data is then the reason.
	Failed bool
	Data   []byte
}

var plainKey = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)

// Open makes the streams of the run called key, or finds them as a former owner left them. Workers decide by spec whether they can work for it.
func (c *Conn) Open(ctx context.Context, key string, spec []byte) (*Line, error) {
	if !plainKey.MatchString(key) {
		return nil, fmt.Errorf("queue: key %q: want letters, digits, - and _", key)
	}
	l := &Line{c: c, key: key}
	for _, step := range []func(context.Context) error{l.openBack, func(ctx context.Context) error { return l.publishSpec(ctx, spec) }, l.openItems, l.openWorkers} {
		if err := c.again(ctx, "open run "+key, step); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *Line) openBack(ctx context.Context) (err error) {
	l.back, err = l.c.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: backStream(l.key), Subjects: []string{fmt.Sprintf("infoseek.%s.back.>", l.key)}, Replicas: l.c.replicas(), MaxAge: abandoned,
	})
	return err
}

// openItems lets each item be in the queue once: putting it again, after a crash or a lost answer, changes nothing.
func (l *Line) openItems(ctx context.Context) (err error) {
	l.items, err = l.c.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name: itemsStream(l.key), Subjects: []string{fmt.Sprintf("infoseek.%s.item.>", l.key)}, Replicas: l.c.replicas(), MaxAge: abandoned,
		Retention: jetstream.WorkQueuePolicy, Discard: jetstream.DiscardNew, MaxMsgsPerSubject: 1, DiscardNewPerSubject: true,
	})
	return err
}

func (l *Line) openWorkers(ctx context.Context) error {
	_, err := l.items.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
		Durable: workers, AckPolicy: jetstream.AckExplicitPolicy, AckWait: l.c.o.AckWait, MaxAckPending: 1 << 16, MaxDeliver: -1,
	})
	return err
}

func (l *Line) publishSpec(ctx context.Context, spec []byte) error {
	_, err := l.c.js.Publish(ctx, specSubject(l.key), spec)
	return err
}

// Put gives an item to the workers, unless it is in the queue. resumed says that it was worked on before.
func (l *Line) Put(ctx context.Context, item int, payload []byte, resumed bool) error {
	m := &nats.Msg{Subject: itemSubject(l.key, item), Data: payload, Header: nats.Header{}}
	if resumed {
		m.Header.Set(resumedHeader, "1")
	}
	return l.c.again(ctx, fmt.Sprintf("put item %d", item), func(ctx context.Context) error {
		_, err := l.c.js.PublishMsg(ctx, m)
		if err != nil && strings.Contains(err.Error(), "maximum messages per subject") {
			return nil
		}
		return err
	})
}

// Note stores a note about an item as its worker would: what the run's owner knows of and the streams may have lost.
func (l *Line) Note(ctx context.Context, item int, data []byte) error {
	return Run{Key: l.key, c: l.c}.Note(ctx, item, data)
}

// Receive calls take for everything that workers sent back, from the beginning, in the order in which it was stored, what was received by a former owner too. It calls caughtUp once it has given all that was
// there when it began. It ends with ctx, or with take's error.
func (l *Line) Receive(ctx context.Context, take func(Parcel) error, caughtUp func()) error {
	var before uint64
	if err := l.c.again(ctx, "read run "+l.key, func(ctx context.Context) error {
		info, err := l.back.Info(ctx)
		if err == nil {
			before = info.State.LastSeq
		}
		return err
	}); err != nil {
		return err
	}
	return l.c.read(ctx, l.key, func(m jetstream.Msg, seq uint64) error {
		if p, ok := parcelOf(m); ok {
			if err := take(p); err != nil {
				return err
			}
		}
		if caughtUp != nil && seq >= before { // the spec is always there, so there is a last one
			caughtUp()
			caughtUp = nil
		}
		return nil
	})
}

// answer has what workers ask answered by reply, one question after the other, until stop is called.
func (l *Line) answer(reply func(message []byte) (answer []byte, err error)) (stop func(), err error) {
	s, err := l.c.nc.Subscribe(askSubject(l.key), func(m *nats.Msg) {
		out := &nats.Msg{Header: nats.Header{}}
		var err error
		if out.Data, err = reply(m.Data); err != nil {
			out.Header.Set(failedHeader, err.Error())
		}
		if err := m.RespondMsg(out); err != nil {
			l.c.o.Log.Debug("queue: answer", "error", err)
		}
	})
	if err != nil {
		return nil, fault("answer for run "+l.key, err)
	}
	return func() { s.Unsubscribe() }, nil
}

// End takes the run from the queue: it is done, and its workers stop.
func (l *Line) End(ctx context.Context) error {
	for _, name := range []string{itemsStream(l.key), backStream(l.key)} {
		if err := l.c.again(ctx, "end run "+l.key, func(ctx context.Context) error {
			err := l.c.js.DeleteStream(ctx, name)
			if errors.Is(err, jetstream.ErrStreamNotFound) {
				return nil
			}
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// parcelOf reads a message of the back stream; the spec is none.
func parcelOf(m jetstream.Msg) (Parcel, bool) {
	parts := strings.Split(m.Subject(), ".")
	if len(parts) == 4 && parts[3] == "told" {
		return Parcel{Told: true, Data: m.Data()}, true
	}
	if len(parts) != 5 {
		return Parcel{}, false
	}
	item, err := strconv.Atoi(parts[3])
	return Parcel{Item: item, Outcome: parts[4] == "outcome", Failed: m.Headers().Get(failedHeader) != "", Data: m.Data()}, err == nil
}
