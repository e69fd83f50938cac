using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hanzo.Network.Node.Hosting;

/// <summary>Traces and metrics to an OTLP collector, if the usual variables name one; otherwise nothing is collected.</summary>
internal sealed class NodeTelemetry : IDisposable
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private NodeTelemetry(string nodeId, string network)
    {
        var resource = ResourceBuilder.CreateDefault()
            .AddService("hanzo", serviceNamespace: network, serviceVersion: NetworkVersion.Current, serviceInstanceId: nodeId);
        _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Telemetry.Name).AddOtlpExporter().Build();
        _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Telemetry.Name).AddOtlpExporter().Build();
    }

    /// <returns>Null when no collector is named.</returns>
    public static NodeTelemetry? Start(string nodeId, string network) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable(EndpointVariable)) ? null : new NodeTelemetry(nodeId, network);

    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }
}
