using System.Globalization;
using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// What was done to shared state and acknowledged, by whatever consistency, is on every node at the end: its journal survives what
/// ends its process. Nothing counts twice, and nothing is there that nobody asked for.
/// </summary>
internal sealed class AcknowledgedStateSurvives() : Checker("acknowledged state survives")
{
    private readonly NetworkPicture _picture = new();
    private readonly OrderedDictionary<string, Promise> _promises = new(StringComparer.Ordinal);
    private readonly List<StateRead> _reads = [];

    public override void See(Observation observation)
    {
        switch (observation)
        {
            case StateAsked asked:
                Of(asked.Key, asked.Deed).Asked.Add(asked.Element);
                break;
            case StateAcknowledged done:
                if (done.Deed is StateDeed.Append or StateDeed.Increment or StateDeed.Set) Judged();
                Of(done.Key, done.Deed).Acknowledged.Add(done.Element);
                break;
            case StateRead read:
                _reads.Add(read);
                break;
            default:
                _picture.See(observation);
                break;
        }
    }

    protected override void Close(TimeSpan at)
    {
        var reads = _reads.FindAll(read => _picture[read.Node] is { Alive: true } process && process.Life == read.Life);
        foreach (var node in reads.GroupBy(read => read.Node))
        {
            var held = node.ToDictionary(read => read.Key, StringComparer.Ordinal);
            foreach (var (key, promise) in _promises) Judge(at, node.First(), key, promise, held.GetValueOrDefault(key)?.Elements ?? []);
        }
    }

    private void Judge(TimeSpan at, StateRead node, string key, Promise promise, IReadOnlyList<string> elements)
    {
        var where = $"{key} on {Say.Process(node.Node, node.Life)}";
        if (promise.Deed == StateDeed.Increment)
        {
            var (least, most, sum) = (Sum(promise.Acknowledged), Sum(promise.Asked), Sum(elements));
            if (sum < least || sum > most) Break(at, $"{where} is {sum}; {least} were acknowledged and {most} asked for");
            return;
        }

        if (elements.FirstOrDefault(element => !promise.Asked.Contains(element)) is { } invented)
            Break(at, $"{where} holds {invented}, which nobody asked for");
        if (promise.Deed == StateDeed.Set && elements.Count == 0 && promise.Acknowledged.Count > 0)
            Break(at, $"{where} holds nothing, though {promise.Acknowledged[^1]} was acknowledged and nobody removed it");
        if (promise.Deed != StateDeed.Append) return;
        if (promise.Acknowledged.FirstOrDefault(element => !elements.Contains(element)) is { } lost)
            Break(at, $"{where} does not hold {lost}, which was acknowledged");
        if (elements.Distinct(StringComparer.Ordinal).Count() < elements.Count) Break(at, $"{where} holds something twice");
    }

    private static long Sum(IEnumerable<string> amounts) => amounts.Sum(amount => long.Parse(amount, CultureInfo.InvariantCulture));

    private Promise Of(string key, StateDeed deed)
    {
        if (!_promises.TryGetValue(key, out var promise)) _promises.Add(key, promise = new Promise(deed));
        return promise;
    }

    private sealed record Promise(StateDeed Deed)
    {
        public List<string> Asked { get; } = [];
        public List<string> Acknowledged { get; } = [];
    }
}
