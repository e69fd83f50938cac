namespace Hanzo.Network.Text.Embeddings;

/// <summary>
/// How much a feature tells about which of some documents a text belongs to: nothing when all have it, more the fewer do
/// (inverse document frequency, ln((n + 1) / d)).
/// </summary>
internal sealed class FeatureWeights
{
    private readonly Dictionary<ulong, float> _weights;
    private readonly float _unseen;

    private FeatureWeights(Dictionary<ulong, float> weights, float unseen) => (_weights, _unseen) = (weights, unseen);

    /// <param name="documents">Each as its texts.</param>
    public static FeatureWeights Of(IEnumerable<IEnumerable<string>> documents)
    {
        var (counts, number) = (new Dictionary<ulong, int>(), 0);
        foreach (var texts in documents)
        {
            var seen = new Seen([]);
            foreach (var text in texts) HashedFeatures.Visit(text, ref seen, phrases: true);
            foreach (var feature in seen.Features) counts[feature] = counts.GetValueOrDefault(feature) + 1;
            number++;
        }

        // What no document has counts as if half of one had it.
        return new FeatureWeights(counts.ToDictionary(one => one.Key, one => Weight(number, one.Value)), Weight(number, 0.5));
    }

    public float Of(ulong feature, out bool isKnown)
    {
        isKnown = _weights.TryGetValue(feature, out var weight);
        return isKnown ? weight : _unseen;
    }

    private static float Weight(int number, double having) => (float)Math.Log((number + 1) / having);

    private readonly struct Seen(HashSet<ulong> features) : HashedFeatures.IVisitor
    {
        public HashSet<ulong> Features { get; } = features;

        public void Add(ulong hash, float weight) => Features.Add(hash);
    }
}
