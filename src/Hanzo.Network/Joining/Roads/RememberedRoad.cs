namespace Hanzo.Network.Joining.Roads;

/// <summary>The members that this node knew when it last ran, as far as something listens at their addresses.</summary>
public sealed class RememberedRoad(IContactMemory memory, IDialer dialer, TimeProvider time) : PolledRoad(time)
{
    private static readonly TimeSpan FirstPeriod = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPeriod = TimeSpan.FromMinutes(5);

    // Those of the last run: what this one learns is remembered by the process itself.
    private readonly Lazy<RememberedPeers> _peers = new(memory.Load);
    private readonly DialedContacts _dialed = new(dialer);

    public override string Name => RoadNames.Remembered;

    public override bool IsConfigured => false;

    protected override TimeSpan PeriodAfter(int looks)
    {
        var period = FirstPeriod;
        for (var i = 1; i < looks && period < LongestPeriod; i++) period *= 2;
        return period < LongestPeriod ? period : LongestPeriod;
    }

    protected override async Task<RoadNews?> LookAsync(NodeIdentity self, bool first, CancellationToken cancellation) =>
        RoadNews.Of(await _dialed.AnsweringAsync(self, _peers.Value.Addresses, cancellation));
}
