using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Hanzo.Network.Kills.Judging;
using Hanzo.Network.Kills.Nodes;
using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Kills.Campaign;

/// <summary>Writes shared state at one node, one write after the other, until it is told to stop or its node goes.</summary>
/// <param name="first">Its numbers begin here; of no other writer of the round are they the same.</param>
internal sealed class StateWriter(CampaignNetwork network, string node, string prefix, long first)
{
    public const int MaxWrites = 60;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly ImmutableArray<StateWrite>.Builder _writes = ImmutableArray.CreateBuilder<StateWrite>();

    /// <summary>Never throws.</summary>
    public async Task<ImmutableArray<StateWrite>> WriteAsync(CancellationToken stop)
    {
        var client = new StateClient(network[node].Client);
        using var pause = new PeriodicTimer(Pause);
        for (var count = 0; count < MaxWrites && network[node].IsUp && !stop.IsCancellationRequested; count++)
        {
            var write = new StateWrite(KeyOf(count), (StateDeed)(count % 3), first + count, Acknowledged: false);
            var isAcknowledged = await IsDoneAsync(client, write, stop);
            _writes.Add(write with { Acknowledged = isAcknowledged });
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }

        return _writes.ToImmutable();
    }

    private static async Task<bool> IsDoneAsync(StateClient client, StateWrite write, CancellationToken stop)
    {
        try
        {
            _ = write.Deed switch
            {
                StateDeed.Set => await client.SetAsync(write.Key, JsonValue.Create(write.Number), ifVersion: null, stop),
                StateDeed.Append => await client.AppendAsync(write.Key, JsonValue.Create(write.Number), stop),
                _ => await client.IncrementAsync(write.Key, write.Number, stop),
            };
            return true;
        }
        catch (Exception e) when (Unanswered.Is(e) || e is OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>A value of its own; a list and a counter with the others.</summary>
    private string KeyOf(int count) => (StateDeed)(count % 3) switch
    {
        StateDeed.Set => $"{prefix}set.{node}",
        StateDeed.Append => $"{prefix}list",
        _ => $"{prefix}count",
    };
}
