using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// Who asks for a run, or watches one, is told its end or a reason why not, <see cref="Within"/> after the heal, or after the end of
/// the run before it in its session, at the latest, unless the asking process ended. A request is one run, a run is one request's,
/// and all who are told of a run's end are told the same. What is asked in a network that has healed is refused only for what the
/// request itself is about.
/// </summary>
internal sealed class EveryRunEnds() : Checker("every run ends")
{
    /// <summary>
    /// A client gives up a start after 30 s and a silent session after 60 s; each may begin anew with an actor system. A run whose
    /// tools hang until their timeouts takes about as long. As many as 16 may wait in a session, one after the other.
    /// </summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(150);

    /// <summary>Also in a healed network: the session is full, the request is wrong, or the client itself went away.</summary>
    private static readonly string[] FairRefusals = ["TooManyQueued", "InvalidRequest", "GaveUp"];

    private readonly NetworkPicture _picture = new();
    private readonly OrderedDictionary<string, Call> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _runOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _requestOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TimeSpan> _lastEnd = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunEnded> _told = new(StringComparer.Ordinal);

    public override void See(Observation observation)
    {
        switch (observation)
        {
            case RunAsked asked:
                Open(new Call(asked.Request, asked.Node, asked.Life, asked.At, asked.Session, Watches: false));
                break;
            case RunWatched watched:
                var session = Names.SessionOfRun(watched.Run);
                Open(new Call(watched.Request, watched.Node, watched.Life, watched.At, session, Watches: true));
                break;
            case RunAccepted accepted:
                Bind(accepted.At, accepted.Request, accepted.Run);
                break;
            case RunEnded ended:
                Judged();
                Bind(ended.At, ended.Request, ended.Run);
                Compare(ended);
                _open.Remove(ended.Request);
                break;
            case RunRefused refused:
                Judged();
                Refuse(refused);
                break;
            case EventStored stored when Manifests.EndsRun(stored.Manifest):
                _lastEnd[stored.PersistenceId] = stored.At;
                break;
            default:
                _picture.See(observation);
                break;
        }
    }

    protected override void Close(TimeSpan at)
    {
        if (_picture.HealedAt is not { } healed) return;
        foreach (var call in _open.Values)
        {
            var process = _picture[call.Node];
            if (!process.Alive || process.Life != call.Life) continue;
            var from = new[] { call.At, healed, LastEnd(call) }.Max();
            if (at - from <= Within) continue;
            Judged();
            Break(from + Within, $"request {call.Request} of {process.Text}, of {Say.Time(call.At)}, was told no end; its run is "
                + _runOf.GetValueOrDefault(call.Request, "not known to it"));
        }
    }

    private void Open(Call call) => _open[call.Request] = call with
    {
        MayBeRefused = _picture.HealedAt is null || !_picture.IsOneMembership,
    };

    private TimeSpan LastEnd(Call call)
    {
        var session = _runOf.TryGetValue(call.Request, out var run) ? Names.SessionOfRun(run) : call.Session;
        return _lastEnd.GetValueOrDefault(session);
    }

    private void Bind(TimeSpan at, string request, string run)
    {
        if (!_runOf.TryAdd(request, run) && _runOf[request] != run)
            Break(at, $"request {request} is run {_runOf[request]} and run {run} as well");
        var watches = _open.TryGetValue(request, out var call) && call.Watches;
        if (!watches && !_requestOf.TryAdd(run, request) && _requestOf[run] != request)
            Break(at, $"run {run} was given to request {_requestOf[run]} and to request {request}");
    }

    private void Compare(RunEnded ended)
    {
        if (_told.TryAdd(ended.Run, ended)) return;
        var first = _told[ended.Run];
        if (first.Status != ended.Status || first.Output != ended.Output)
            Break(ended.At, $"run {ended.Run} ended as {first.Status} '{first.Output}' for {Say.Process(first.Node, first.Life)} at "
                + $"{Say.Time(first.At)}, and as {ended.Status} '{ended.Output}' for {Say.Process(ended.Node, ended.Life)}");
    }

    private void Refuse(RunRefused refused)
    {
        if (refused.Error.Length == 0) Break(refused.At, $"request {refused.Request} was refused without a reason");
        _open.Remove(refused.Request, out var call);
        if (call is not { MayBeRefused: false } || Array.Exists(FairRefusals, refused.Error.StartsWith)) return;
        if (call.At >= _picture.HealedAt + MembershipConverges.Within)
            Break(refused.At, $"request {refused.Request} of {Say.Process(refused.Node, refused.Life)} was asked "
                + $"{Say.Time(call.At - _picture.HealedAt!.Value)} after the heal and refused: {refused.Error}");
    }

    private sealed record Call(string Request, int Node, int Life, TimeSpan At, string Session, bool Watches)
    {
        /// <summary>It was asked while the network was not one cluster, which is <see cref="MembershipConverges"/>'s to judge.</summary>
        public bool MayBeRefused { get; init; }
    }
}
