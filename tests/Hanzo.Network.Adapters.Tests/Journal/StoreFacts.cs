using Xunit.Abstractions;
using Xunit.Sdk;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>A fact about every store; skipped for one whose class needs what this machine does not have.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Hanzo.Network.Adapters.Tests.Journal." + nameof(StoreFactDiscoverer), "Hanzo.Network.Adapters.Tests")]
public sealed class StoreFactAttribute : FactAttribute;

/// <inheritdoc cref="StoreFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Hanzo.Network.Adapters.Tests.Journal." + nameof(StoreTheoryDiscoverer), "Hanzo.Network.Adapters.Tests")]
public sealed class StoreTheoryAttribute : TheoryAttribute;

public sealed class StoreFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        StoreNeeds.Skipped(DiagnosticMessageSink, discoveryOptions, testMethod)
            ?? base.Discover(discoveryOptions, testMethod, factAttribute);
}

public sealed class StoreTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        StoreNeeds.Skipped(DiagnosticMessageSink, discoveryOptions, testMethod)
            ?? base.Discover(discoveryOptions, testMethod, theoryAttribute);
}

internal static class StoreNeeds
{
    /// <summary>Null: nothing is missing.</summary>
    public static IEnumerable<IXunitTestCase>? Skipped(
        IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method) =>
        PostgresServer.Missing is { } missing && IsOfPostgres(method.TestClass.Class)
            ? [new XunitSkippedDataRowTestCase(
                messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, missing)]
            : null;

    private static bool IsOfPostgres(ITypeInfo testClass) => testClass.Interfaces.Any(
        type => type.Name.StartsWith(typeof(IClassFixture<>).FullName!, StringComparison.Ordinal)
            && type.GetGenericArguments().Any(argument => argument.Name == typeof(PostgresServer).FullName));
}
