using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Node.Local;

/// <summary>Nodes of the same network on this machine find each other by files, where they do not by UDP.</summary>
internal sealed class LocalRoad(DataRoot root, string network, IDialer dialer, TimeProvider time) : PolledRoad(time)
{
    private const int SoonLooks = 20;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(0.25);
    private static readonly TimeSpan Later = TimeSpan.FromSeconds(5);

    private readonly LocalContacts _contacts = new(root, network);
    private readonly DialedContacts _dialed = new(dialer);

    public override string Name => RoadNames.Local;

    /// <summary>A file outlives a process that was killed, and its process id may be another one's.</summary>
    public override bool IsConfigured => false;

    protected override TimeSpan PeriodAfter(int looks) => looks < SoonLooks ? Soon : Later;

    protected override async Task<RoadNews?> LookAsync(NodeIdentity self, bool first, CancellationToken cancellation)
    {
        try
        {
            // Before it looks: of two nodes that start at once one sees the other.
            if (first) _contacts.Announce(self);
            var others = _contacts.Others(self).Select(contact => contact.Address);
            return RoadNews.Of(await _dialed.AnsweringAsync(self, others, cancellation));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return RoadNews.Failed($"the folder {root.NetworkFolder(network)} cannot be used: {e.Message}", isNotice: false);
        }
    }
}
