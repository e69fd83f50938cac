using System.Collections.Immutable;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Remoting;

/// <summary>
/// The addresses of one peer, how fast each answers, and so which to dial. The peer's own comes first; before any is measured the order
/// is the one that was told. Its members may be called at the same time.
/// </summary>
internal sealed class PeerRoutes(RemoteRoute own)
{
    /// <summary>A measurement of each that has three already.</summary>
    public static readonly TimeSpan MeasureEvery = TimeSpan.FromSeconds(10);

    /// <summary>Until there are three measurements.</summary>
    public static readonly TimeSpan MeasureSoon = TimeSpan.FromSeconds(1);

    /// <summary>After a failure others go first for so long: until the next measurement has had its time.</summary>
    public static readonly TimeSpan ShunFailedFor = TimeSpan.FromSeconds(15);

    /// <summary>Somebody else was there, as with addresses that mean something else on each machine.</summary>
    public static readonly TimeSpan ShunStrangerFor = TimeSpan.FromMinutes(5);

    private const int Samples = 3;

    /// <summary>A healthy connection is moved only for more than this.</summary>
    private static readonly TimeSpan WorthMoving = TimeSpan.FromMilliseconds(2);

    private readonly Lock _gate = new();
    private ImmutableArray<Entry> _entries = [new Entry(own)];

    public int Count => Entries.Length;

    public bool IsAnyMeasured => Entries.Any(entry => entry.Latency is not null);

    private ImmutableArray<Entry> Entries
    {
        get
        {
            lock (_gate)
            {
                return _entries;
            }
        }
    }

    /// <summary>From now on there are these besides its own; what is known of those that stay is kept.</summary>
    public void Offer(IReadOnlyList<RemoteRoute> others)
    {
        lock (_gate)
        {
            if (others.Count + 1 == _entries.Length && others.SequenceEqual(_entries.Skip(1).Select(entry => entry.Route)))
            {
                return;
            }

            var known = _entries.ToDictionary(entry => entry.Route);
            _entries =
            [
                .. others.Prepend(own).Distinct().Take(RemoteRoutes.MaxPerPeer)
                    .Select(route => known.GetValueOrDefault(route) ?? new Entry(route)),
            ];
        }
    }

    /// <summary>The best one first: those that failed lately at the end, before them those not measured yet.</summary>
    public ImmutableArray<RemoteRoute> InOrder(TimeSpan now) =>
    [
        .. Entries.OrderBy(entry => entry.IsShunned(now)).ThenBy(entry => entry.Latency ?? TimeSpan.MaxValue).Select(entry => entry.Route),
    ];

    public void Answered(RemoteRoute route, TimeSpan latency, TimeSpan now) => Change(route, entry => entry with
    {
        Measured = [.. entry.Measured.TakeLast(Samples - 1), latency],
        LookedAt = now,
        ShunnedUntil = null,
    });

    public void Failed(RemoteRoute route, TimeSpan now, TimeSpan shun) => Change(route, entry => entry with
    {
        LookedAt = now,
        ShunnedUntil = entry.ShunnedUntil is { } until && until > now + shun ? until : now + shun,
    });

    /// <summary>There is one that has not failed lately, besides the one that is given.</summary>
    public bool HasOther(RemoteRoute? inUse, TimeSpan now) => Entries.Any(entry => entry.Route != inUse && !entry.IsShunned(now));

    /// <summary>Null: none is due, or there is only one.</summary>
    public (RemoteRoute Route, TimeSpan Due)? NextToMeasure(TimeSpan now)
    {
        var entries = Entries;
        if (entries.Length < 2)
        {
            return null;
        }

        var next = entries.MinBy(entry => entry.Due)!;
        return next.Due <= now ? (next.Route, next.Due) : null;
    }

    /// <summary>One of them has been answering at least twice as fast, and noticeably so.</summary>
    public bool HasMuchFaster(RemoteRoute inUse, TimeSpan now)
    {
        var entries = Entries;
        var present = entries.FirstOrDefault(entry => entry.Route == inUse);
        return present is { IsWellMeasured: true, Latency: { } slow } && entries.Any(entry =>
            entry is { IsWellMeasured: true, Latency: { } fast } && !entry.IsShunned(now) && fast * 2 < slow && slow - fast > WorthMoving);
    }

    /// <summary>The one of that host; null: none, or there are several.</summary>
    public RemoteRoute? OfHost(string host)
    {
        var found = Entries.Where(entry => entry.Route.Host == host).Take(2).ToArray();
        return found.Length == 1 ? found[0].Route : null;
    }

    public IReadOnlyList<RouteState> States(RemoteRoute? inUse, TimeSpan now) =>
        [.. Entries.Select(entry => new RouteState(entry.Route, entry.Latency, entry.Route == inUse, entry.IsShunned(now)))];

    private void Change(RemoteRoute route, Func<Entry, Entry> change)
    {
        lock (_gate)
        {
            _entries = [.. _entries.Select(entry => entry.Route == route ? change(entry) : entry)];
        }
    }

    private sealed record Entry(RemoteRoute Route)
    {
        public ImmutableArray<TimeSpan> Measured { get; init; } = [];

        public TimeSpan? LookedAt { get; init; }

        public TimeSpan? ShunnedUntil { get; init; }

        public TimeSpan? Latency => Measured.IsEmpty ? null : Measured.Min();

        public bool IsWellMeasured => Measured.Length >= Samples;

        public TimeSpan Due => LookedAt is { } at
            ? at + (IsWellMeasured || ShunnedUntil is not null ? MeasureEvery : MeasureSoon)
            : TimeSpan.Zero;

        public bool IsShunned(TimeSpan now) => ShunnedUntil is { } until && now < until;
    }
}
