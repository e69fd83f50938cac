using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>A group of one process, in memory: what is proposed is applied at once, in order.</summary>
public sealed class LocalConsensusGroup(KeyValuePart store, TimeProvider time) : IConsensusGroup, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
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
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // Time counts only while there are leases; looked at when anything is, they are over by then.
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
}
