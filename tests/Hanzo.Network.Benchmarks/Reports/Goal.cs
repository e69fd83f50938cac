namespace Hanzo.Network.Benchmarks.Reports;

/// <summary>What a figure of the embedded runtime has to reach.</summary>
/// <param name="Figure">Its name.</param>
/// <param name="IsGate">A gate has to be passed; a target is striven for.</param>
internal abstract record Goal(string Figure, bool IsGate)
{
    /// <summary>How it reads in a report.</summary>
    public abstract string Text { get; }

    /// <summary>Null when the figures that it needs were not measured.</summary>
    public abstract bool? IsReached(Comparison comparison);

    /// <summary>So many times better than Akka.NET in the same run.</summary>
    internal sealed record TimesBetter(string Figure, bool IsGate, double Times) : Goal(Figure, IsGate)
    {
        public override string Text => $"≥ {Times:0.##} ×";

        public override bool? IsReached(Comparison comparison) =>
            comparison.RatioOf(Figure) is { } ratio ? ratio.Median >= Times : null;
    }

    /// <summary>Not more than a value, in the figure's unit.</summary>
    internal sealed record AtMost(string Figure, bool IsGate, double Most) : Goal(Figure, IsGate)
    {
        public override string Text => $"≤ {Most:0.##}";

        public override bool? IsReached(Comparison comparison) =>
            comparison.EmbeddedOf(Figure) is { } own ? own.Median <= Most : null;
    }

    /// <summary>At least a value, in the figure's unit.</summary>
    internal sealed record AtLeast(string Figure, bool IsGate, double Least) : Goal(Figure, IsGate)
    {
        public override string Text => $"≥ {Least:0.##}";

        public override bool? IsReached(Comparison comparison) =>
            comparison.EmbeddedOf(Figure) is { } own ? own.Median >= Least : null;
    }

    /// <summary>At least so many times another figure of the same run.</summary>
    internal sealed record AtLeastTimes(string Figure, bool IsGate, double Times, string Other) : Goal(Figure, IsGate)
    {
        public override string Text => $"≥ {Times:0.##} × {Other}";

        public override bool? IsReached(Comparison comparison) =>
            comparison.EmbeddedOf(Figure) is { } own && comparison.EmbeddedOf(Other) is { } other
                ? own.Median >= Times * other.Median
                : null;
    }

    /// <summary>Not more than so many times another figure of the same run.</summary>
    internal sealed record AtMostTimes(string Figure, bool IsGate, double Times, string Other) : Goal(Figure, IsGate)
    {
        public override string Text => $"≤ {Times:0.##} × {Other}";

        public override bool? IsReached(Comparison comparison) =>
            comparison.EmbeddedOf(Figure) is { } own && comparison.EmbeddedOf(Other) is { } other
                ? own.Median <= Times * other.Median
                : null;
    }
}
