using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>
/// Follows one road: looks up the names that it tells, says to the joining actor where it leads, and publishes how it stands. A road
/// that fails is followed anew a little later; where it led last still counts.
/// </summary>
internal sealed class RoadActor : ReceiveActor
{
    /// <summary>News taken before other messages get their turn.</summary>
    private const int MaxBatch = 16;

    private static readonly TimeSpan FollowAgainAfter = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MemberTickEvery = TimeSpan.FromSeconds(5);

    /// <summary>A member asks strangers this rarely, so each of a name's addresses needs as long to be tried.</summary>
    private static readonly TimeSpan MemberTurn = MergeTimings.Default.SlowProbeInterval * 1.5;

    private readonly JoiningSetup _setup;
    private readonly NodeIdentity _self;
    private readonly IContactRoad _road;
    private readonly IActorRef _joining;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly long _startedAt;
    private readonly ITimer _timer;
    private RoadStatus _status = new(RoadState.Starting);
    private IAsyncEnumerator<RoadNews>? _news;
    private ContactNames? _names;
    private TimeSpan _askedAt;
    private TimeSpan? _followAt;
    private TimeSpan _turn = SeedTurns.Turn;
    private bool _toldNames;
    private bool _ready;

    public RoadActor(JoiningSetup setup, NodeIdentity self, IContactRoad road, IActorRef joining)
    {
        (_setup, _self, _road, _joining) = (setup, self, road, joining);
        _startedAt = setup.Time.GetTimestamp();
        var actor = Self;
        _timer = setup.Time.CreateTimer(
            _ => actor.Tell(JoiningProtocol.Tick.Instance), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        Receive<Told>(OnTold);
        Receive<Failed>(OnFailed);
        Receive<NameResolved>(OnResolved);
        Receive<JoiningProtocol.Tick>(_ => OnTick());
        Receive<JoiningProtocol.AnnounceCluster>(_ => _turn = MemberTurn);
    }

    private TimeSpan Now => _setup.Time.GetElapsedTime(_startedAt);

    private string NoticeKey => $"road:{_road.Name}";

    public static Props Props(JoiningSetup setup, NodeIdentity self, IContactRoad road, IActorRef joining) =>
        Akka.Actor.Props.Create(() => new RoadActor(setup, self, road, joining));

    protected override void PreStart()
    {
        Publish(_status);
        Follow();
    }

    protected override void PostStop()
    {
        _timer.Dispose();
        _stopping.Cancel();
    }

    private void Follow()
    {
        _followAt = null;
        _news = _road.FollowAsync(_self, _stopping.Token).GetAsyncEnumerator(_stopping.Token);
        Pull();
    }

    // One piece of news is asked for at a time: a road that says more than we can follow waits, and this mailbox never fills.
    private void Pull()
    {
        var news = _news!;
        for (var i = 0; i < MaxBatch; i++)
        {
            var next = news.MoveNextAsync();
            if (!next.IsCompletedSuccessfully)
            {
                next.AsTask().PipeTo(Self, success: more => new Told(news, more), failure: cause => new Failed(cause));
                return;
            }

            if (!next.Result)
            {
                OnEnd();
                return;
            }

            OnNews(news.Current);
        }

        Self.Tell(new Told(news, More: null));
    }

    private void OnTold(Told told)
    {
        if (told.From != _news) return; // of a time before it failed
        if (told.More == false)
        {
            OnEnd();
            return;
        }

        if (told.More == true) OnNews(_news.Current);
        Pull();
    }

    private void OnEnd()
    {
        _ = _news?.DisposeAsync().AsTask();
        _news = null;
        SayReady();
    }

    private void OnFailed(Failed failed)
    {
        if (_stopping.IsCancellationRequested) return;
        OnEnd();
        _log.Warning("road {0} failed, and will be tried again: {1}", _road.Name, failed.Cause.Message);
        OnNews(RoadNews.Failed(failed.Cause.Message, isNotice: false));
        SayReady();
        _followAt = Now + FollowAgainAfter;
        SetTimer();
    }

    private void OnNews(RoadNews news)
    {
        Publish(_status with
        {
            State = news.Error is null ? RoadState.Working : RoadState.Failing,
            LastError = news.Error ?? _status.LastError,
            LastNews = _setup.Time.GetUtcNow(),
        });
        if (news.Notice is { } text) Notify(text);
        else _setup.Board.Update(status => status.WithoutNotice(NoticeKey));
        if (news.Addresses is { } addresses) LookUp(addresses);
        else if (_names is null) SayReady();
    }

    private void LookUp(ImmutableArray<NodeAddress> addresses)
    {
        var names = new ContactNames([.. addresses.Distinct().Take(RoadNews.MaxAddresses)], _self.Address);
        (_names, _askedAt, _toldNames) = (names, Now, false);
        foreach (var named in names.Named)
            _setup.Dialer.ResolveAsync(named.Host, _stopping.Token).PipeTo(
                Self, success: hosts => new NameResolved(names, named, hosts), failure: _ => new NameResolved(names, named, []));
        TellWhenReady();
        SetTimer();
    }

    private void OnResolved(NameResolved resolved)
    {
        if (resolved.Names != _names) return;
        _names.OnResolved(resolved.Name, resolved.Hosts, Now);
        // Who was late is tried from now on; the others have been told already.
        if (_toldNames) TellAddresses();
        else TellWhenReady();
    }

    private void TellWhenReady()
    {
        if (_toldNames || _names is null || !_names.IsReady(Now - _askedAt)) return;
        _toldNames = true;
        TellAddresses();
        SayReady();
    }

    private void TellAddresses()
    {
        ImmutableArray<NodeAddress> addresses = [.. _names!.Current().Where(address => address != _self.Address).Distinct()];
        Publish(_status with { Found = addresses.Length });
        _joining.Tell(new JoiningProtocol.RoadLeads(_road.Name, addresses, _road.IsConfigured));
    }

    private void OnTick()
    {
        TellWhenReady();
        if (_toldNames)
            foreach (var replaced in _names!.TakeTurns(Now, _turn))
                _joining.Tell(new JoiningProtocol.RoadTurns(_road.Name, replaced.Old, replaced.New));
        if (_followAt is { } at && Now >= at) Follow();
        SetTimer();
    }

    private void SetTimer()
    {
        var rare = _toldNames && _turn == MemberTurn && _followAt is null;
        var ticks = _followAt is not null || _names is { Named.IsEmpty: false };
        _timer.Change(!ticks ? Timeout.InfiniteTimeSpan : rare ? MemberTickEvery : TickEvery, Timeout.InfiniteTimeSpan);
    }

    private void SayReady()
    {
        if (_ready) return;
        _ready = true;
        _joining.Tell(new JoinInput.RoadReady(_road.Name));
    }

    private void Notify(string text)
    {
        var notice = new JoinNotice(NoticeKey, text);
        if (_setup.Board.Current.Notices.Any(told => told.Notice == notice)) return;
        _log.Warning("{0}", text);
        _setup.Board.Update(status => status.WithNotice(_setup.Time.GetUtcNow(), notice));
    }

    private void Publish(RoadStatus status)
    {
        _status = status;
        _setup.Board.Update(board => board.WithRoad(_road.Name, status));
    }

    /// <param name="More">True: there is news; false: there will be none; null: the batch was full, go on.</param>
    private sealed record Told(IAsyncEnumerator<RoadNews> From, bool? More);

    private sealed record Failed(Exception Cause);

    private sealed record NameResolved(ContactNames Names, NodeAddress Name, ImmutableArray<string> Hosts);
}
