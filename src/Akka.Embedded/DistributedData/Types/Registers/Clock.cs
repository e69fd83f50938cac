namespace Akka.DistributedData;

/// <summary>Gives a register's next timestamp; the highest wins when replicas meet.</summary>
/// <param name="currentTimestamp">That of the value that is replaced, 0 for the first.</param>
public delegate long Clock<in T>(long currentTimestamp, T value);
