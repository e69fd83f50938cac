using System.Collections.Immutable;
using System.Net;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Hosting.Routes;

/// <summary>
/// Looks by which of its addresses this node reaches its peers: before each actor system, which then goes by it, and while one runs. Where
/// remoting knows several addresses of a peer only a node that reaches nobody changes its own.
/// </summary>
internal sealed class AddressWatch(NodeProcess process, IDialer dialer, ILogger<AddressWatch> log, IContactMemory? memory = null)
{
    /// <summary>From one look to the next while all is well.</summary>
    private const int CalmTicks = 10;

    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DialTimeout = TimeSpan.FromMilliseconds(400);

    private readonly PeerBook _book = new();
    private readonly IPAddress _bind = IPAddress.Parse(process.Options.Bind);
    private AddressState _state = new(Present: null);

    /// <summary>The address that the next actor system goes by; null: what <see cref="AdvertisedAddress"/> says.</summary>
    public IPAddress? Chosen { get; private set; }

    /// <summary>Nobody hears this node any more by the address that it goes by: there is nobody to say goodbye to.</summary>
    public bool IsCutOff { get; private set; }

    private bool IsFree => process.Options.Advertise is null && _bind.Equals(IPAddress.Any);

    /// <summary>Before an actor system is started.</summary>
    public async Task ChooseAsync(CancellationToken cancellation)
    {
        if (!IsFree) return;
        var look = await LookAsync(dials: !RoutesRuntime.KnowsSeveral || _state.Present is not null, cancellation);
        Chosen = AddressChoice.AtStart(look);
        _state = AddressChoice.Started(_state, Chosen, process.Time.Elapsed());
        IsCutOff = false;
    }

    /// <summary>Ends when it is cancelled, without an exception.</summary>
    /// <param name="replace">Asks for another actor system.</param>
    public async Task WatchAsync(Action replace, CancellationToken cancellation)
    {
        if (!IsFree) return;
        try
        {
            for (var tick = 1; ; tick++)
            {
                await Task.Delay(TickEvery, process.Time, cancellation);
                await TryAsync(replace, isDue: tick % CalmTicks == 0, cancellation);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The node ends.
        }
    }

    private async Task TryAsync(Action replace, bool isDue, CancellationToken cancellation)
    {
        try
        {
            var (directory, joining) = (process.Board.Current, process.Joining);
            if (!isDue && IsCalm(directory, joining)) return;
            if (RoutesRuntime.KnowsSeveral && directory.Nodes.Values.Any(node => node is { IsSelf: false, Reachable: true })) return;
            var look = await LookAsync(dials: true, cancellation);
            (_state, var to) = AddressChoice.Step(_state, look, process.Time.Elapsed());
            if (to is null) return;
            IsCutOff = look.Answering(_state.Present!) == 0;
            HostLog.AddressChanges(log, $"{_state.Present}", look.Answering(_state.Present!), $"{to}", look.Answering(to));
            replace();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            HostLog.WaysNotSeen(log, error);
        }
    }

    private bool IsCalm(DirectorySnapshot directory, JoinStatus joining)
    {
        if (joining.Phase != JoinPhase.Joined || _state is not { Better: null, Present: { } present }) return false;
        if (directory.Nodes.Values.Any(node => node is { IsSelf: false, Reachable: false })) return false;
        var members = joining.Members;
        if (joining.Udp?.Heard.Any(heard => !members.Contains(heard.Node.Address)) == true) return false;
        return Links().Contains(present);
    }

    private ImmutableArray<IPAddress> Links() =>
    [
        .. process.Datagrams.FindLinks(_bind, process.Options.Links)
            .Where(link => link is { IsLoopback: false, Priority: > 0 }).Select(link => link.Address),
    ];

    private async Task<AddressLook> LookAsync(bool dials, CancellationToken cancellation)
    {
        var own = Links();
        if (own.IsEmpty || (own.Length == 1 && (_state.Present is null || own.Contains(_state.Present)))) return new AddressLook(own, []);
        var joining = process.Joining;
        var peers = _book.Read(process.Board.Current, joining, [.. joining.Known, .. Seeds(), .. memory?.Load().Addresses ?? []]);
        var ways = from peer in peers from address in peer.Addresses select FollowAsync(peer.Peer, address, own, dials, cancellation);
        return new AddressLook(own, [.. (await Task.WhenAll(ways.ToArray())).OfType<PeerWay>()]);
    }

    private IEnumerable<NodeAddress> Seeds() =>
        process.Options.Seeds.Select(seed => NodeAddress.TryParse(seed, out var address) ? address : null).OfType<NodeAddress>();

    private async Task<PeerWay?> FollowAsync(
        string peer, NodeAddress address, ImmutableArray<IPAddress> own, bool dials, CancellationToken cancellation)
    {
        if (dialer.SourceTo(address) is not { } source || !own.Contains(source)) return null;
        // A seed may be this node itself.
        if (address.Host == source.ToString() && address.Port == process.ListenPort) return null;
        if (!dials) return new PeerWay(peer, source, null);
        var began = process.Time.GetTimestamp();
        var answer = await dialer.DialAsync(address, DialTimeout, cancellation);
        return new PeerWay(peer, source, answer == DialResult.Accepted ? process.Time.GetElapsedTime(began) : null);
    }
}
