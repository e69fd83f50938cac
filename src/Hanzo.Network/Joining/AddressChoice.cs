using System.Collections.Immutable;
using System.Net;

namespace Hanzo.Network.Joining;

/// <summary>A way to a peer, by one of this node's addresses.</summary>
/// <param name="Peer">Whoever it is; several ways may lead to one.</param>
/// <param name="Own">Which of this node's addresses the system uses towards it.</param>
/// <param name="Latency">How long it took to be answered; null: it was not.</param>
public sealed record PeerWay(string Peer, IPAddress Own, TimeSpan? Latency);

/// <summary>What one look at the links and at the ways to the peers has found.</summary>
/// <param name="Own">The addresses that this node could go by now, the most preferred first.</param>
public sealed record AddressLook(ImmutableArray<IPAddress> Own, ImmutableArray<PeerWay> Ways)
{
    /// <summary>Peers that answer by one of this node's addresses, and so can dial it.</summary>
    public int Answering(IPAddress own) => By(own).Where(way => way.Latency is not null).Select(way => way.Peer).Distinct().Count();

    internal int Routed(IPAddress own) => By(own).Select(way => way.Peer).Distinct().Count();

    /// <summary>The median of the fastest way to each peer that answers by it; null: none does.</summary>
    internal TimeSpan? Latency(IPAddress own)
    {
        var fastest = By(own).Where(way => way.Latency is not null).GroupBy(way => way.Peer)
            .Select(ways => ways.Min(way => way.Latency!.Value)).Order().ToArray();
        return fastest.Length == 0 ? null : fastest[fastest.Length / 2];
    }

    private IEnumerable<PeerWay> By(IPAddress own) => Ways.Where(way => way.Own.Equals(own));
}

/// <param name="Present">The address that this node goes by; null: none was chosen yet.</param>
public sealed record AddressState(IPAddress? Present)
{
    /// <summary>The address that has been better since <see cref="BetterSince"/>; null: none is.</summary>
    public IPAddress? Better { get; init; }

    public TimeSpan BetterSince { get; init; }

    /// <summary>When the address was changed lately.</summary>
    public ImmutableArray<TimeSpan> Changes { get; init; } = [];
}

/// <summary>
/// Decides by which of its addresses a node goes: that by which most peers answer, of equal ones the clearly fastest, else the most
/// preferred. Another address means another actor system, so one that is in use is given up only when its link is gone or by another one
/// more peers answer, for a while; each change within ten minutes doubles that while.
/// </summary>
public static class AddressChoice
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan LongestPatience = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan RememberFor = TimeSpan.FromMinutes(10);

    /// <summary>Below that, differences say nothing of the links.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(2);

    /// <summary>For an actor system that is about to start; null: there is no link.</summary>
    public static IPAddress? AtStart(AddressLook look)
    {
        if (look.Own.IsEmpty) return null;
        var most = look.Own.Max(look.Answering);
        var equal = look.Own.Where(own => look.Answering(own) == most).ToArray();
        if (most == 0) return equal.MaxBy(look.Routed);
        var fastest = equal.Min(own => look.Latency(own)!.Value);
        return equal.First(own => look.Latency(own)!.Value <= (2 * fastest) + Noise);
    }

    /// <summary>The present actor system has started with an address.</summary>
    public static AddressState Started(AddressState state, IPAddress? with, TimeSpan now) => with is null || with.Equals(state.Present)
        ? state
        : new AddressState(with) { Changes = state.Present is null ? [] : [.. Lately(state, now), now] };

    /// <returns>To: the address that another actor system is to start with; null: the present one goes on.</returns>
    public static (AddressState State, IPAddress? To) Step(AddressState state, AddressLook look, TimeSpan now)
    {
        if (state.Present is not { } present || AtStart(look) is not { } best || !IsBetter(look, best, present))
            return (state with { Better = null }, null);
        // Of several that are as good the noise of their latencies prefers now this, now that.
        if (state.Better is { } known && look.Own.Contains(known) && look.Answering(known) == look.Answering(best)) best = known;
        if (!best.Equals(state.Better)) return (state with { Better = best, BetterSince = now }, null);
        return now - state.BetterSince < PatienceOf(state, now) ? (state, null) : (state with { Better = null }, best);
    }

    private static bool IsBetter(AddressLook look, IPAddress best, IPAddress present) =>
        !look.Own.Contains(present) || look.Answering(best) > look.Answering(present);

    private static TimeSpan PatienceOf(AddressState state, TimeSpan now)
    {
        var patience = Patience;
        for (var change = Lately(state, now).Length; change > 0 && patience < LongestPatience; change--) patience *= 2;
        return patience < LongestPatience ? patience : LongestPatience;
    }

    private static ImmutableArray<TimeSpan> Lately(AddressState state, TimeSpan now) =>
        state.Changes.RemoveAll(change => now - change >= RememberFor);
}
