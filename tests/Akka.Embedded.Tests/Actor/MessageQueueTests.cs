using System.Collections.Concurrent;
using Akka.Embedded.Cells;

namespace Akka.Embedded.Tests.Actor;

public class MessageQueueTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public void Messages_come_out_as_they_went_in_over_many_segments()
    {
        var queue = new MessageQueue();
        queue.Add(0, null).ShouldBe(Added.ToNone);
        for (var i = 1; i < 1000; i++)
            queue.Add(i, null).ShouldBe(Added.ToOthers);
        for (var i = 0; i < 1000; i++)
            queue.Take(out _).ShouldBe(i);
        queue.Take(out _).ShouldBeNull();
    }

    [Fact]
    public void It_rests_only_when_empty_and_the_next_message_wakes_it()
    {
        var queue = new MessageQueue();
        queue.IsAtRest.ShouldBeTrue();
        for (var round = 0; round < 20; round++)
        {
            queue.Add(round, null).ShouldBe(Added.ToNone);
            queue.TryRest().ShouldBeFalse();
            queue.Take(out _).ShouldBe(round);
            queue.TryRest().ShouldBeTrue();
            queue.IsAtRest.ShouldBeTrue();
        }
    }

    [Fact]
    public void Woken_without_a_message_it_takes_one_without_waking_again()
    {
        var queue = new MessageQueue();
        queue.TryWake().ShouldBeTrue();
        queue.TryWake().ShouldBeFalse();
        queue.Take(out _).ShouldBeNull();
        queue.Add("a", null).ShouldBe(Added.ToOthers);
        queue.TryRest().ShouldBeFalse();
        queue.Take(out _).ShouldBe("a");
        queue.TryRest().ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(300)]
    public void At_the_end_what_waits_is_dead_and_more_is_refused(int taken)
    {
        var queue = new MessageQueue();
        var dead = new List<object>();
        for (var i = 0; i < 500; i++)
            queue.Add(i, null);
        for (var i = 0; i < taken; i++)
            queue.Take(out _);
        queue.End((message, _) => dead.Add(message));
        dead.Cast<int>().ShouldBe(Enumerable.Range(taken, 500 - taken));
        queue.Add("late", null).ShouldBe(Added.Refused);
        queue.Take(out _).ShouldBeNull();
        queue.TryWake().ShouldBeFalse();
    }

    [Fact]
    public void A_reservation_in_a_segment_that_has_gone_on_to_another_life_is_skipped()
    {
        var segment = new MessageSegment(4, 0);
        segment.Open("first life", null);
        var life = segment.Life;
        segment.Take(0, out _);
        segment.TryClose(1).ShouldBeTrue();
        segment.TryAdd(life, "closed", null).ShouldBeFalse();
        segment.Open("second life", null);
        segment.TryAdd(life, "late", null).ShouldBeFalse();
        segment.TryAdd(segment.Life, "in time", null).ShouldBeTrue();
        segment.Take(0, out _).ShouldBe("second life");
        MessageSegment.IsSkipped(segment.Take(1, out _)!).ShouldBeTrue();
        segment.Take(2, out _).ShouldBe("in time");
    }

    [Fact]
    public async Task Queues_that_share_segments_lose_nothing_and_keep_the_order_of_each_producer()
    {
        const int Producers = 6;
        const int Queues = 5;
        const int Each = 60_000;
        var consumers = Enumerable.Range(0, Queues).Select(_ => new Consumer(Producers)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Producers).Select(p => Task.Run(() =>
        {
            var random = new Random(p);
            var sent = new int[Queues];
            for (var i = 0; i < Each; i++)
            {
                var target = random.Next(Queues);
                consumers[target].Send((p, sent[target]++));
            }
        }))).WaitAsync(Limit);
        await Task.WhenAll(consumers.Select(c => c.AtRestAsync())).WaitAsync(Limit);
        consumers.Sum(c => c.OutOfOrder).ShouldBe(0);
        consumers.Sum(c => c.Count).ShouldBe(Producers * Each);
    }

    [Fact]
    public async Task What_is_sent_while_it_ends_is_either_taken_or_dead_or_refused()
    {
        const int Producers = 4;
        const int Each = 500;
        for (var round = 0; round < 200; round++)
        {
            var queue = new Shared();
            var fates = new ConcurrentBag<object>();
            var senders = Enumerable.Range(0, Producers).Select(p => Task.Run(() =>
            {
                for (var i = 0; i < Each; i++)
                {
                    if (queue.Queue.Add((p, i), null) == Added.Refused)
                        fates.Add((p, i));
                }
            })).ToArray();
            for (var taken = 0; taken < round * 5 && !senders.All(s => s.IsCompleted);)
            {
                if (queue.Queue.Take(out _) is { } message)
                {
                    fates.Add(message);
                    taken++;
                }
            }
            queue.Queue.End((message, _) => fates.Add(message));
            await Task.WhenAll(senders).WaitAsync(Limit);
            fates.Count.ShouldBe(Producers * Each);
            fates.Distinct().Count().ShouldBe(Producers * Each);
        }
    }

    private sealed class Shared
    {
        public MessageQueue Queue;
    }

    /// <summary>Takes turns on the thread pool as a mailbox does.</summary>
    private sealed class Consumer(int producers) : IThreadPoolWorkItem
    {
        private readonly int[] _next = new int[producers];
        private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private MessageQueue _queue;

        public int Count { get; private set; }

        public int OutOfOrder { get; private set; }

        public void Send(object message)
        {
            if (_queue.Add(message, null) == Added.ToNone)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        /// <summary>A last message that comes after all others.</summary>
        public Task AtRestAsync()
        {
            Send(_rest);
            return _rest.Task;
        }

        public void Execute()
        {
            for (var left = 20; left > 0 && _queue.Take(out _) is { } message; left--)
            {
                if (message is not (int producer, int number))
                {
                    _rest.SetResult();
                    continue;
                }
                Count++;
                if (_next[producer]++ != number)
                    OutOfOrder++;
            }
            if (!_queue.TryRest())
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
        }
    }
}
