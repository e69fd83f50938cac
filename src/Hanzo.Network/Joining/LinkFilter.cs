using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>Which network interfaces a node uses.</summary>
/// <param name="Name">Null: of any name.</param>
/// <param name="Types">Words of <see cref="LinkPriority.Words"/>; empty: of any type.</param>
public sealed record LinkFilter(string? Name, ImmutableArray<string> Types)
{
    public static readonly LinkFilter Any = new(null, []);

    public bool IsAny => Name is null && Types.IsEmpty;

    public bool Fits(string interfaceName) =>
        (Name is null || Name == interfaceName) && (Types.IsEmpty || Types.Contains(LinkPriority.Classify(interfaceName).Word));

    public override string ToString()
    {
        var types = Types.IsEmpty ? "" : $" of type {string.Join(" or ", Types)}";
        return Name is null ? $"interface{types}" : $"interface '{Name}'{types}";
    }
}
