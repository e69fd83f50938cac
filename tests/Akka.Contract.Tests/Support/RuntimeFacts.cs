using Akka.Actor;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Akka.Contract.Tests.Support;

/// <summary>Which runtime the tests are bound to.</summary>
internal static class BoundRuntime
{
    public static bool IsEmbedded { get; } = typeof(ActorSystem).Assembly.GetName().Name == "Akka.Embedded";
}

/// <summary>A fact about the embedded runtime that Akka.NET does not promise; also the trait <c>Runtime=embedded</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
[TraitDiscoverer("Akka.Contract.Tests.Support.EmbeddedTrait", "Akka.Contract.Tests")]
public sealed class EmbeddedOnlyAttribute : FactAttribute, ITraitAttribute
{
    public EmbeddedOnlyAttribute(string reason)
    {
        Reason = reason;
        if (!BoundRuntime.IsEmbedded)
            Skip = reason;
    }

    public string Reason { get; }
}

public sealed class EmbeddedTrait : ITraitDiscoverer
{
    public IEnumerable<KeyValuePair<string, string>> GetTraits(IAttributeInfo traitAttribute) => [new("Runtime", "embedded")];
}
