using System.Net;

namespace Hanzo.Network.Joining.Roads;

/// <summary>What a program wrote, or why it could not be asked.</summary>
/// <param name="IsInstalled">False: there is no such program on this machine.</param>
public sealed record ProgramAnswer(string? Text, string? Problem, bool IsInstalled);

/// <summary>
/// The machines of this one's tailnet where something listens on the port of nodes, as the program <c>tailscale</c> of this machine
/// tells them. No key of Tailscale's cloud is needed.
/// </summary>
/// <param name="port">That nodes on the other machines listen on.</param>
/// <param name="ask">Runs the program; bounded in time and output.</param>
public sealed class TailscaleRoad(
    int port, Func<CancellationToken, Task<ProgramAnswer>> ask, IDialer dialer, TimeProvider time) : PolledRoad(time)
{
    public const string NotInstalled = "discovery by Tailscale: there is no program 'tailscale' on this machine's search path.";

    public static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(10);

    private readonly DialedContacts _dialed = new(dialer);

    public override string Name => RoadNames.Tailscale;

    /// <summary>A tailnet has machines that are no nodes.</summary>
    public override bool IsConfigured => false;

    protected override TimeSpan PeriodAfter(int looks) => AskEvery;

    protected override async Task<RoadNews?> LookAsync(NodeIdentity self, bool first, CancellationToken cancellation)
    {
        var answer = await ask(cancellation);
        if (!answer.IsInstalled) return RoadNews.Failed(NotInstalled, isNotice: true);
        if (answer.Text is null) return RoadNews.Failed(answer.Problem ?? "tailscale wrote nothing", isNotice: false);
        var status = TailscaleStatus.Parse(answer.Text);
        if (status.Problem is not null) return RoadNews.Failed(status.Problem, isNotice: false);
        return RoadNews.Of(await _dialed.AnsweringAsync(self, status.Peers.Select(NodeAt).OfType<NodeAddress>(), cancellation));
    }

    private NodeAddress? NodeAt(IPAddress address) => NodeAddress.TryCreate(address.ToString(), port, out var node) ? node : null;
}
