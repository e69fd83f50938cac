using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>A group of one process, in memory: what is proposed is applied at once, in order.</summary>
public sealed class LocalConsensusGroup(KeyValuePart store, TimeProvider time) : IConsensusGroup, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private ITimer? _nextEnd;
    private long _toldAt = time.GetTimestamp();
    private long _index;

    public async ValueTask<ReadOnlyMemory<byte>> ProposeAsync(byte part, ReadOnlyMemory<byte> command, CancellationToken cancellation)
    {
        if (part != store.Kind) throw new ConsensusException($"there is no part {part} in this process.", mayHaveHappened: false);
        await _turn.WaitAsync(cancellation);
        try
        {
            await TellTimeAsync();
            return await ApplyAsync(command);
        }
        finally
        {
            WakeAtNextEnd();
            _turn.Release();
        }
    }

    public async ValueTask CatchUpAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await TellTimeAsync();
        }
        finally
        {
            WakeAtNextEnd();
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _nextEnd?.Dispose();
        _turn.Dispose();
    }

    // Time counts only while there are leases.
    private async Task TellTimeAsync()
    {
        var now = time.GetTimestamp();
        var passed = (long)time.GetElapsedTime(_toldAt, now).TotalMilliseconds;
        if (passed < 1) return;
        _toldAt = now;
        for (; passed > 0 && !store.State.Leases.IsEmpty; passed -= KeyValueLimits.MaxAdvanceMilliseconds)
        {
            var advance = new KeyValueCommand.Advance(Math.Min(passed, KeyValueLimits.MaxAdvanceMilliseconds));
            await ApplyAsync(KeyValueCodec.Write(new KeyValueRequest(advance)));
        }
    }

    private async Task<ReadOnlyMemory<byte>> ApplyAsync(ReadOnlyMemory<byte> command) =>
        (await store.ApplyAsync([new PartCommand(++_index, command)], CancellationToken.None))[0];

    // Who watches hears of the end of a lease though nobody asks for anything.
    private void WakeAtNextEnd()
    {
        if (store.State is not { Leases: { IsEmpty: false } leases, Time: var now }) return;
        _nextEnd ??= time.CreateTimer(_ => _ = EndLeasesAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var left = leases.Values.Min(lease => lease.Deadline) - now;
        _nextEnd.Change(TimeSpan.FromMilliseconds(Math.Max(1, left)), Timeout.InfiniteTimeSpan);
    }

    private async Task EndLeasesAsync()
    {
        try
        {
            await CatchUpAsync(CancellationToken.None);
        }
        catch (ObjectDisposedException)
        {
            // The process's network has ended meanwhile.
        }
    }
}
