using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

public sealed class GroupCommitTests : IDisposable
{
    private const int Appends = 3 * AppendQueue.MaxBatchEvents;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ManualResetEventSlim _taken = new();
    private readonly ManualResetEventSlim _goesOn = new();
    private int _calls;

    [Fact]
    public async Task What_waits_when_it_is_closed_is_not_tried_again_at_a_store_that_is_gone()
    {
        var errors = await CloseOver(EventStoreProblem.Unreachable);

        errors.ShouldAllBe(error => error.Problem == EventStoreProblem.Unreachable);
        _calls.ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_when_it_is_closed_is_tried_at_a_store_that_may_take_it()
    {
        await CloseOver(EventStoreProblem.Full);

        _calls.ShouldBe(1 + (Appends / AppendQueue.MaxBatchEvents));
    }

    [Fact]
    public void Batches_that_were_not_waited_for_leave_one_signal_at_most()
    {
        var queue = new AppendQueue("s");
        var batch = new List<PendingAppend>();
        for (var i = 0; i < 3; i++)
        {
            queue.Add(new PendingAppend("a", i, "w", [new NewEvent("m.1", default)], 0));
            queue.Take(batch).ShouldBeTrue();
        }

        queue.Close();
        queue.Close();
        batch.Clear();
        queue.Take(batch).ShouldBeFalse();
    }

    public void Dispose()
    {
        _taken.Dispose();
        _goesOn.Dispose();
    }

    /// <summary>One append is being written and many wait when the store is closed; then all fail with this.</summary>
    private async Task<List<EventStoreException>> CloseOver(EventStoreProblem problem)
    {
        var commits = new GroupCommit(new AppendQueue("s"), _ =>
        {
            Interlocked.Increment(ref _calls);
            _taken.Set();
            _goesOn.Wait(Patience);
            throw new EventStoreException("s", problem, "it fails.");
        });
        var appends = new List<Task> { Append(0) };
        _taken.Wait(Patience).ShouldBeTrue();
        for (var i = 1; i <= Appends; i++) appends.Add(Append(i));
        commits.Close();
        _goesOn.Set();
        commits.Dispose();

        var errors = new List<EventStoreException>();
        foreach (var append in appends) errors.Add(await Should.ThrowAsync<EventStoreException>(() => append.WaitAsync(Patience)));
        return errors;

        Task Append(int i) => commits.AppendAsync($"s{i}", 0, "w", [new NewEvent("m.1", default)], CancellationToken.None);
    }
}
