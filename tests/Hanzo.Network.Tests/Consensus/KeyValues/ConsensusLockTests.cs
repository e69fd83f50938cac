using Hanzo.Network.Agents;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Tests.Consensus.KeyValues;

public sealed class ConsensusLockTests
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(3);

    private readonly ManualTime _time = new();
    private readonly HookedGroup _group;
    private readonly ConsensusManager _manager;

    public ConsensusLockTests()
    {
        var feed = new KeyValueFeed();
        _group = new HookedGroup(new LocalConsensusGroup(feed.Part, _time));
        _manager = new ConsensusManager(_group, feed, () => GroupStatus.Off, remove: null, TimeSpan.FromSeconds(10), _time);
    }

    [Fact]
    public async Task Later_holders_have_higher_tokens_and_who_is_silent_loses_it()
    {
        long token;
        await using (var held = await AcquireAsync("one"))
        {
            token = held.Token;
            (await TryAcquireAsync("two")).ShouldBeNull();
            // Kept alive.
            for (var i = 0; i < 10; i++) _time.Advance(TimeSpan.FromSeconds(1));
            (await TryAcquireAsync("two")).ShouldBeNull();
            held.Lost.IsCancellationRequested.ShouldBeFalse();
            await _manager.RevokeLeaseAsync(held.Lease);
            _time.Advance(TimeSpan.FromSeconds(1));
            held.Lost.IsCancellationRequested.ShouldBeTrue();
            await held.DisposeAsync();
        }
        await using var next = await TryAcquireAsync("two");
        next!.Token.ShouldBeGreaterThan(token);
    }

    [Fact]
    public async Task What_is_let_go_of_before_it_is_waited_for_is_taken()
    {
        var held = await AcquireAsync("one");
        _group.OnCatchUp = async () =>
        {
            _group.OnCatchUp = () => Task.CompletedTask;
            await held.DisposeAsync();
        };
        await using var next = await AcquireAsync("two").WaitAsync(TimeSpan.FromSeconds(10));
        next.Token.ShouldBeGreaterThan(held.Token);
    }

    [Fact]
    public async Task Who_waits_gets_it_when_its_holder_is_gone()
    {
        var lease = await _manager.GrantLeaseAsync(Length);
        await _manager.PutAsync("l", "one", lease);
        var waiting = AcquireAsync("two");
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(Length + TimeSpan.FromSeconds(2));
        await using var held = await waiting.WaitAsync(TimeSpan.FromSeconds(10));
        held.Lost.IsCancellationRequested.ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_lost_when_its_time_has_passed_though_the_group_is_silent_and_counts_from_before_it_was_granted()
    {
        // The session, the lease, and then the key, slowly.
        var asked = 0;
        _group.OnPropose = () =>
        {
            if (++asked == 3) _time.Advance(TimeSpan.FromSeconds(2));
            return Task.CompletedTask;
        };
        var held = await AcquireAsync("one");
        asked.ShouldBe(3);
        var silence = new TaskCompletionSource();
        _group.OnPropose = () => silence.Task;

        _time.Advance(TimeSpan.FromMilliseconds(900));
        held.Lost.IsCancellationRequested.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(100));
        held.Lost.IsCancellationRequested.ShouldBeTrue();
        silence.SetResult();
        await held.DisposeAsync();
    }

    [Fact]
    public async Task A_lease_that_a_pause_would_end_is_refused_with_the_bound()
    {
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => ConsensusLock.AcquireAsync(
            _manager, "l", "one", TimeSpan.FromMilliseconds(999), _time));
        refused.Error.ShouldBe(NetworkError.InvalidRequest);
        refused.Message.ShouldBe("a lock's lease of 0.999 s; allowed are 1 s and more.");
    }

    private Task<ConsensusLock> AcquireAsync(string holder) => ConsensusLock.AcquireAsync(_manager, "l", holder, Length, _time);

    private Task<ConsensusLock?> TryAcquireAsync(string holder) => ConsensusLock.TryAcquireAsync(_manager, "l", holder, Length, _time);

    private sealed class HookedGroup(LocalConsensusGroup group) : IConsensusGroup
    {
        public Func<Task> OnPropose { get; set; } = () => Task.CompletedTask;
        public Func<Task> OnCatchUp { get; set; } = () => Task.CompletedTask;

        public async ValueTask<ReadOnlyMemory<byte>> ProposeAsync(byte part, ReadOnlyMemory<byte> command, CancellationToken cancellation)
        {
            await OnPropose().WaitAsync(cancellation);
            return await group.ProposeAsync(part, command, cancellation);
        }

        public async ValueTask CatchUpAsync(CancellationToken cancellation)
        {
            await OnCatchUp();
            await group.CatchUpAsync(cancellation);
        }
    }
}
