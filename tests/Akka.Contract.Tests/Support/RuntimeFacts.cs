using Akka.Actor;

namespace Akka.Contract.Tests.Support;

/// <summary>Which runtime the tests are bound to.</summary>
internal static class BoundRuntime
{
    public static bool IsEmbedded { get; } = typeof(ActorSystem).Assembly.GetName().Name == "Akka.Embedded";
}

/// <summary>A fact about the embedded runtime that Akka.NET does not promise.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EmbeddedOnlyAttribute : FactAttribute
{
    public EmbeddedOnlyAttribute(string reason)
    {
        Reason = reason;
        if (!BoundRuntime.IsEmbedded)
            Skip = reason;
    }

    public string Reason { get; }
}

/// <summary>A fact about Akka.NET that the embedded runtime does not have.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NugetOnlyAttribute : FactAttribute
{
    public NugetOnlyAttribute(string reason)
    {
        Reason = reason;
        if (BoundRuntime.IsEmbedded)
            Skip = reason;
    }

    public string Reason { get; }
}
