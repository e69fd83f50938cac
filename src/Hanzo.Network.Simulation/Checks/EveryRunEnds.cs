using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// Who asks for a run, or watches one, is told its end or a reason why not, <see cref="Within"/> after the heal at the latest,
/// unless the asking process ended. A request is one run, a run is one request's, and all who are told of a run's end are told
/// the same. What is asked in a network that has healed is refused only for what the request itself is about.
/// </summary>
internal sealed class EveryRunEnds() : Checker("every run ends")
{
    /// <summary>A client gives up a start after 30 s and a silent session after 60 s; each may begin anew with an actor system.</summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(150);

    /// <summary>Also in a healed network: the session is full, the request is wrong, or the client itself went away.</summary>
    private static readonly string[] FairRefusals = ["TooManyQueued", "InvalidRequest", "GaveUp"];

    private readonly NetworkPicture _picture = new();
    private readonly OrderedDictionary<string, Call> _open = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _runOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _requestOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunEnded> _told = new(StringComparer.Ordinal);

    public override void See(Observation observation)
    {
        switch (observation)
        {
            case RunAsked asked:
                _open[asked.Request] = new Call(asked.Request, asked.Node, asked.Life, asked.At, Watches: false);
                break;
            case RunWatched watched:
                _open[watched.Request] = new Call(watched.Request, watched.Node, watched.Life, watched.At, Watches: true);
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
            var from = call.At > healed ? call.At : healed;
            if (at - from <= Within) continue;
            Judged();
            Break(from + Within, $"request {call.Request} of {process.Text}, of {Say.Time(call.At)}, was told no end; its run is "
                + _runOf.GetValueOrDefault(call.Request, "not known to it"));
        }
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
        if (call?.At >= _picture.HealedAt + MembershipConverges.Within && !Array.Exists(FairRefusals, refused.Error.StartsWith))
            Break(refused.At, $"request {refused.Request} of {Say.Process(refused.Node, refused.Life)} was asked "
                + $"{Say.Time(call.At - _picture.HealedAt!.Value)} after the heal and refused: {refused.Error}");
    }

    private sealed record Call(string Request, int Node, int Life, TimeSpan At, bool Watches);
}
