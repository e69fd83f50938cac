using Akka.Hosting;

namespace Akka.Cluster.Hosting;

public static partial class AkkaClusterHostingExtensions
{
    /// <inheritdoc cref="WithDistributedData(AkkaConfigurationBuilder, DDataOptions)"/>
    public static AkkaConfigurationBuilder WithDistributedData(this AkkaConfigurationBuilder builder, Action<DDataOptions> configurator)
    {
        var options = new DDataOptions();
        configurator(options);
        return builder.WithDistributedData(options);
    }

    /// <summary>Makes the defaults of Distributed Data known from the start; the replicator starts when it is first asked for.</summary>
    public static AkkaConfigurationBuilder WithDistributedData(this AkkaConfigurationBuilder builder, DDataOptions options) =>
        builder
            .AddHocon(options.ToHocon(), HoconAddMode.Prepend)
            .AddHocon(DistributedData.DistributedData.DefaultConfig(), HoconAddMode.Append);
}
