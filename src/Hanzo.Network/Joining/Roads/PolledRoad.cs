using System.Runtime.CompilerServices;

namespace Hanzo.Network.Joining.Roads;

/// <summary>A road that is looked at now and then, and tells what is new.</summary>
public abstract class PolledRoad(TimeProvider time) : IContactRoad
{
    public abstract string Name { get; }

    public virtual bool IsConfigured => true;

    /// <summary>From the end of one look to the next.</summary>
    /// <param name="looks">So far, since it is followed; 1 or more.</param>
    protected abstract TimeSpan PeriodAfter(int looks);

    public async IAsyncEnumerable<RoadNews> FollowAsync(NodeIdentity self, [EnumeratorCancellation] CancellationToken cancellation)
    {
        RoadNews? told = null;
        for (var looks = 0; ; looks++)
        {
            if (looks > 0) await Task.Delay(PeriodAfter(looks), time, cancellation);
            var news = await LookAsync(self, first: looks == 0, cancellation);
            if (news is null || IsSame(told, news)) continue;
            told = news;
            yield return news;
        }
    }

    /// <summary>What there is now; null: what was told last still holds.</summary>
    /// <param name="first">Whoever follows has been told nothing yet.</param>
    protected abstract Task<RoadNews?> LookAsync(NodeIdentity self, bool first, CancellationToken cancellation);

    private static bool IsSame(RoadNews? told, RoadNews news) =>
        told is not null && told.Error == news.Error && told.Notice == news.Notice
        && (news.Addresses is { } addresses ? told.Addresses is { } before && before.SequenceEqual(addresses) : told.Addresses is null);
}
