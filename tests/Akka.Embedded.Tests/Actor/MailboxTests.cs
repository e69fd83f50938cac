using Akka.Actor;
using Akka.Embedded.Cells;

namespace Akka.Embedded.Tests.Actor;

public class MailboxTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Under_many_producers_nothing_is_lost_doubled_or_handled_at_the_same_time()
    {
        const int Producers = 8;
        const int Each = 20_000;
        var box = new TestMailbox(Producers * Each);
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(p => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
            {
                box.Post((p, i), null);
                if (i % 1000 == 0)
                    box.PostSystem(new SuspendThenResume());
            }
        })));
        await box.AllHandled.WaitAsync(Limit);
        box.Overlaps.ShouldBe(0);
        var messages = box.Handled.Cast<(int Producer, int Number)>().ToArray();
        foreach (var producer in messages.GroupBy(m => m.Producer))
            producer.Select(m => m.Number).ShouldBe(Enumerable.Range(0, Each));
    }

    [Fact]
    public void System_messages_go_first()
    {
        var box = new TestMailbox(10, deferred: true);
        box.Post("a", null);
        box.PostSystem(new Marker("system"));
        box.Post("b", null);
        box.RunDeferred();
        box.Handled.ShouldBe(["system", "a", "b"]);
    }

    [Fact]
    public void A_suspended_mailbox_keeps_its_messages_and_their_order()
    {
        var box = new TestMailbox(10, deferred: true);
        box.PostSystem(new Marker("suspend"));
        box.Post("a", null);
        box.RunDeferred();
        box.Post("b", null);
        box.RunDeferred();
        box.Handled.ShouldBe(["suspend"]);
        box.PostSystem(new Marker("resume"));
        box.Post("c", null);
        box.RunDeferred();
        box.Handled.ShouldBe(["suspend", "resume", "a", "b", "c"]);
    }

    [Fact]
    public void Messages_put_in_front_come_first()
    {
        var box = new TestMailbox(10, deferred: true);
        box.Post("prepend", null);
        box.Post("z", null);
        box.RunDeferred();
        box.Handled.ShouldBe(["prepend", "x", "y", "z"]);
    }

    [Fact]
    public void A_turn_ends_after_its_share_and_the_rest_follows()
    {
        var box = new TestMailbox(10, deferred: true);
        for (var i = 0; i < 25; i++)
            box.Post(i, null);
        box.RunDeferred();
        box.Turns.ShouldBe(3);
        box.Handled.Cast<int>().ShouldBe(Enumerable.Range(0, 25));
    }

    [Fact]
    public void What_waits_in_or_comes_to_a_closed_mailbox_is_dead()
    {
        var box = new TestMailbox(10, deferred: true);
        box.Post("close", null);
        box.Post("waiting", null);
        box.RunDeferred();
        box.Post("late", null);
        box.PostSystem(new Marker("late system"));
        box.RunDeferred();
        box.Handled.ShouldBe(["close"]);
        box.Dead.ShouldBe(["waiting", "late", "late system"]);
        box.IsClosed.ShouldBeTrue();
    }

    private sealed class Marker(string name) : SystemMessage
    {
        public string Name { get; } = name;
    }

    private sealed class SuspendThenResume : SystemMessage;

    private sealed class TestMailbox(int expected, bool deferred = false) : Mailbox
    {
        private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Queue<IThreadPoolWorkItem> _deferred = new();
        private int _inside;

        public List<object> Handled { get; } = [];

        public List<object> Dead { get; } = [];

        public int Overlaps { get; private set; }

        public int Turns { get; private set; }

        public Task AllHandled => _all.Task;

        protected override int Throughput => 10;

        public void RunDeferred()
        {
            while (_deferred.TryDequeue(out var item))
                item.Execute();
        }

        protected override void Schedule()
        {
            if (deferred)
                _deferred.Enqueue(this);
            else
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        protected override object? BeginTurn()
        {
            Turns++;
            if (Interlocked.Increment(ref _inside) != 1)
                Overlaps++;
            return null;
        }

        protected override void EndTurn(object? outer) => Interlocked.Decrement(ref _inside);

        protected override void Invoke(object message, IActorRef? sender)
        {
            Handled.Add(message);
            if (message is "prepend")
                Prepend([new Envelope("x", null!), new Envelope("y", null!)]);
            else if (message is "close")
                Close();
            if (Handled.Count == expected)
                _all.TrySetResult();
        }

        protected override void InvokeSystem(SystemMessage message)
        {
            switch (message)
            {
                case SuspendThenResume:
                    SuspendMessages();
                    PostSystem(new Marker("resume quietly"));
                    break;
                case Marker { Name: "resume quietly" }:
                    ResumeMessages();
                    break;
                case Marker marker:
                    if (marker.Name == "suspend")
                        SuspendMessages();
                    else if (marker.Name == "resume")
                        ResumeMessages();
                    Handled.Add(marker.Name);
                    break;
            }
        }

        protected override void OnDeadLetter(object message, IActorRef? sender) => Dead.Add(message);

        protected override void OnDeadSystemMessage(SystemMessage message) => Dead.Add(((Marker)message).Name);
    }
}
