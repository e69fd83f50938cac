namespace Hanzo.Network.Adapters.Throughput;

/// <summary>What one core is kept busy with; not for several threads.</summary>
internal interface IWork : IDisposable
{
    /// <summary>Does the next piece, of about a millisecond.</summary>
    /// <returns>How much it was: operations, or bytes.</returns>
    double DoPiece();
}
