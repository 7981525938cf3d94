package queue

import (
	"context"
	"errors"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"github.com/nats-io/nuid"
)

// readWait is how long one request for messages waits for some.
const (
	readWait = time.Second
	// quietReads is after how many requests without an answer a consumer is asked whether it is still there.
	quietReads = 5
)

// send publishes to the back stream until it is stored. Sent again after an answer that was lost, it is stored once.
func (c *Conn) send(ctx context.Context, m *nats.Msg) error {
	id := nuid.Next()
	return c.again(ctx, "send "+m.Subject, func(ctx context.Context) error {
		_, err := c.js.PublishMsg(ctx, m, jetstream.WithMsgID(id))
		return err
	})
}

// read calls visit for the messages of a run's back stream, from the first on, with the number of each, until ctx is done or visit returns an error.
func (c *Conn) read(ctx context.Context, key string, visit func(m jetstream.Msg, seq uint64) error) error {
	next := uint64(1)
	for ctx.Err() == nil {
		var cons jetstream.Consumer
		if err := c.again(ctx, "read run "+key, func(ctx context.Context) (err error) {
			cons, err = c.js.CreateConsumer(ctx, backStream(key), jetstream.ConsumerConfig{
				DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: next, AckPolicy: jetstream.AckNonePolicy, InactiveThreshold: 5 * time.Minute, MemoryStorage: true, Replicas: 1,
			})
			return err
		}); err != nil {
			return err
		}
		err := fetchAll(ctx, cons, &next, visit)
		c.drop(key, cons)
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// drop takes a consumer away that isn't needed any more; if that can't be, it goes by itself.
func (c *Conn) drop(key string, cons jetstream.Consumer) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	c.js.DeleteConsumer(ctx, backStream(key), cons.CachedInfo().Name)
}

// fetchAll reads until ctx is done, visit returns an error, or the consumer or one of its messages is lost, which is no error: reading goes on from next with another one.
func fetchAll(ctx context.Context, cons jetstream.Consumer, next *uint64, visit func(m jetstream.Msg, seq uint64) error) error {
	f := &fetching{cons: cons, next: next, visit: visit}
	quiet := 0
	for ctx.Err() == nil {
		before := f.received
		lost, err := f.some(ctx)
		if lost || err != nil {
			return err
		}
		if quiet++; f.received > before {
			quiet = 0
		}
		if quiet < quietReads {
			continue
		}
		if info, err := cons.Info(ctx); err != nil || info.Delivered.Consumer != f.received {
			return nil
		}
		quiet = 0
	}
	return nil
}

// fetching is what was read by way of one consumer.
type fetching struct {
	cons     jetstream.Consumer
	received uint64
	next     *uint64
	visit    func(m jetstream.Msg, seq uint64) error
}

// some reads what comes in a while.
func (f *fetching) some(ctx context.Context) (lost bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, readWait)
	defer cancel()
	batch, err := f.cons.Fetch(256, jetstream.FetchContext(ctx))
	if err != nil {
		return true, nil
	}
	for m := range batch.Messages() {
		meta, err := m.Metadata()
		if err != nil {
			return true, fault("read", err)
		}
		if f.received++; meta.Sequence.Consumer != f.received {
			return true, nil
		}
		*f.next = meta.Sequence.Stream + 1
		if err := f.visit(m, meta.Sequence.Stream); err != nil {
			return true, err
		}
	}
	err = batch.Error()
	return err != nil && !errors.Is(err, context.DeadlineExceeded) && !errors.Is(err, context.Canceled) && !errors.Is(err, nats.ErrTimeout), nil
}

// next is the first message of a run's back stream with a subject, from the one numbered seq on; nil if there is none.
func (c *Conn) next(ctx context.Context, key, subject string, seq uint64) (m *jetstream.RawStreamMsg, err error) {
	err = c.again(ctx, "read "+subject, func(ctx context.Context) error {
		back, err := c.js.Stream(ctx, backStream(key))
		if err != nil {
			return err
		}
		m, err = back.GetMsg(ctx, seq, jetstream.WithGetMsgSubject(subject))
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		return err
	})
	return m, err
}
