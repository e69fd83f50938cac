using System.Globalization;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>Reads one fault, word by word.</summary>
internal sealed class FaultParser
{
    private static readonly Dictionary<string, FaultShape> Shapes = FaultTable.Rows.ToDictionary(row => row.Name, StringComparer.Ordinal);
    private static readonly string Kinds = string.Join(", ", FaultTable.Rows.Select(row => row.Name));

    private readonly int _number;
    private readonly string _text;
    private readonly string[] _words;
    private int _next;

    private FaultParser(int number, string text)
    {
        _number = number;
        _text = text;
        _words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    public static FaultPlan ParsePlan(string text)
    {
        var pieces = text.Split('\n').Where(line => !line.TrimStart().StartsWith('#')).SelectMany(line => line.Split(';'))
            .Select(piece => piece.Trim()).Where(piece => piece.Length > 0).ToList();
        if (pieces.Count > FaultPlan.MaxFaults)
            throw new FormatException($"{pieces.Count} faults; allowed: {FaultPlan.MaxFaults}.");
        return FaultPlan.Of(pieces.Select((piece, at) => new FaultParser(at + 1, piece).Parse()));
    }

    private Fault Parse()
    {
        var at = Time("the time of its start");
        var name = Word("a kind of fault");
        if (!Shapes.TryGetValue(name, out var shape)) throw Error($"\"{name}\" is no kind of fault; allowed: {Kinds}");
        var fault = Target(new Fault(shape.Kind, at, TimeSpan.Zero), shape.Target);
        if (!shape.Amount.IsNone && shape.Target != FaultTarget.Side) fault = fault with { Amount = Amount(shape.Amount) };
        if (!shape.IsOnce) fault = fault with { Lasts = Duration() };
        if (_next < _words.Length) throw Error($"\"{_words[_next]}\" is too much; a {shape.Name} ends before it");
        return shape.ProblemOf(fault, SimulationOptions.MaxNodes) is { } problem ? throw Error(problem) : fault;
    }

    private Fault Target(Fault fault, FaultTarget target)
    {
        switch (target)
        {
            case FaultTarget.Node:
                return fault with { Node = Node(Word("a node, such as n2")) };
            case FaultTarget.Pair:
                var node = Node(Word("a node, such as n2"));
                Expect("to", "and the second node");
                return fault with { Node = node, Other = Node(Word("the second node, such as n3")) };
            case FaultTarget.Side:
                var side = Word("the nodes of one side, such as n0,n3").Split(',').Select(Node).ToList();
                if (side.Distinct().Count() < side.Count) throw Error("a node is named twice on its side");
                return fault with { Node = side[0], Amount = side.Aggregate(0UL, (bits, each) => bits | (1UL << each)) };
            default:
                return fault;
        }
    }

    private int Node(string word)
    {
        if (word.StartsWith('n') && int.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var node)
            && node < SimulationOptions.MaxNodes) return node;
        throw Error($"\"{word}\" is no node; allowed: n0 to n{SimulationOptions.MaxNodes - 1}");
    }

    private double Amount(AmountRange range)
    {
        var allowed = FormattableString.Invariant($"{range.Least} to {range.Most} ({range.Unit})");
        Expect("by", $"and its amount, {allowed}");
        var word = Word($"its amount, {allowed}");
        if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount) && range.Allows(amount)) return amount;
        throw Error($"\"{word}\" is no amount of it; allowed: {allowed}");
    }

    private TimeSpan Duration()
    {
        Expect("for", "and how long it lasts, such as 8s");
        return Time("how long it lasts");
    }

    private TimeSpan Time(string what)
    {
        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        var word = Word($"{what}, such as 12.345s");
        if (word.EndsWith('s') && decimal.TryParse(word.AsSpan(0, word.Length - 1), Style, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= (decimal)FaultPlan.Longest.TotalSeconds && decimal.IsInteger(seconds * TimeSpan.TicksPerSecond))
            return TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        throw Error($"\"{word}\" is not {what}; allowed: 0s to {FaultText.Of(FaultPlan.Longest)}, at most seven decimals");
    }

    private void Expect(string word, string then)
    {
        var found = Word($"\"{word}\" {then}");
        if (found != word) throw Error($"\"{found}\" where \"{word}\" {then} should be");
    }

    private string Word(string what) => _next < _words.Length ? _words[_next++] : throw Error($"it ends before {what}");

    private FormatException Error(string problem) => new($"Fault {_number}, \"{_text}\": {problem}.");
}
